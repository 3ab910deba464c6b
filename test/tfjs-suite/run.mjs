/**
 * tfjs-core's own test-suite against the compiled binding, with the gradients of gradus in place.
 *
 * `npm run build && node test/tfjs-suite/run.mjs [--grep <regular expression>]`: a few seconds.
 * Prints each failure that known.json does not name and each name there that passes now; either
 * makes the exit code 1. Tests that tfjs-node itself leaves out for this backend are left out.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
const grep = new RegExp(values.grep);

/** Parts of names that tfjs-node leaves out, read from the runner that it ships. */
function ignoredByTfjsNode() {
  const runner = readFileSync(
    require.resolve('@tensorflow/tfjs-node-gpu/src/run_tests.ts'),
    'utf8',
  );
  const list = /IGNORE_LIST: string\[\] = \[(.*?)\n\];/s.exec(runner)?.[1];
  if (list === undefined) {
    throw new Error('Expected IGNORE_LIST in run_tests.ts of tfjs-node-gpu 4.22. Not found.');
  }
  const names = list.split('\n').map((line) => /^\s*'(.*)',/.exec(line)?.[1]);
  return names.filter((name) => name !== undefined);
}

/** The suite in one file that Node can load: its modules are written for bundlers. */
async function bundle() {
  const core = '@tensorflow/tfjs-core/dist';
  const environment = { name: 'test-tensorflow', backendName: 'tensorflow', isDataSync: true };
  const outfile = fileURLToPath(new URL('../../dist/tfjs-suite/tests.cjs', import.meta.url));
  await build({
    stdin: {
      contents: [
        `require('${core}/public/chained_ops/register_all_chained_ops');`,
        `require('${core}/register_all_gradients');`,
        `require('${core}/jasmine_util').setTestEnvs([${JSON.stringify({ ...environment, flags: {} })}]);`,
        `require('${core}/tests');`,
      ].join('\n'),
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    external: ['jasmine-core'],
    // tfjs-core says that its modules have no side effects; tests are nothing else.
    ignoreAnnotations: true,
    logLevel: 'error',
  });
  return outfile;
}

const ignored = ignoredByTfjsNode();
/** @type {{ name: string; reason: string }[]} */
const known = JSON.parse(readFileSync(new URL('known.json', import.meta.url), 'utf8'));

const { useBackend } = await import(`${root}dist/src/backend/index.js`);
const { addMissingGradients } = await import(`${root}dist/src/backend/gradients/missing.js`);
const { improveGradients } = await import(`${root}dist/src/backend/gradients/index.js`);
await useBackend({ backend: 'tensorflow' });

function bootJasmine() {
  try {
    return require('jasmine-core').boot();
  } catch (cause) {
    const remedy = 'run `npm ci`';
    throw new Error(`The suite is written for jasmine, which is not installed: ${remedy}`, {
      cause,
    });
  }
}

const env = bootJasmine().getEnv();
require(await bundle());
// The bundle brings a copy of tfjs-core that has registered its own gradients over ours.
addMissingGradients();
improveGradients();

let passed = 0;
/** @type {{ name: string; message: string }[]} */
const failures = [];
env.configure({
  random: false,
  specFilter: (/** @type {{ getFullName(): string }} */ spec) => {
    const name = spec.getFullName();
    return grep.test(name) && !ignored.some((part) => name.includes(part));
  },
});
env.addReporter({
  /** @param {{ status: string; fullName: string; failedExpectations: { message: string }[] }} result */
  specDone({ status, fullName, failedExpectations }) {
    if (status === 'passed') passed++;
    if (status === 'failed') {
      failures.push({ name: fullName, message: failedExpectations[0]?.message ?? '' });
    }
  },
});
await env.execute();

const unknown = failures.filter(({ name }) => !known.some((one) => one.name === name));
const mended = known.filter(
  ({ name }) => grep.test(name) && !failures.some((failure) => failure.name === name),
);
for (const { name, message } of unknown) console.log(`FAILED ${name}\n  ${message}`);
for (const { name } of mended) console.log(`PASSES NOW, take it out of known.json: ${name}`);
console.log(
  `${passed} passed, ${failures.length} failed, of these ${failures.length - unknown.length} known`,
);
process.exitCode = unknown.length + mended.length > 0 ? 1 : 0;
