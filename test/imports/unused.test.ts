/** What nobody uses is planted in a folder of its own, and found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unused } from './check.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-unused-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const manifest = {
  name: 'gradus',
  type: 'module',
  exports: { './*': './dist/src/*/index.js' },
  dependencies: { zod: '*' },
};

/** Only what another file, a program of the package or a test uses. */
const tidy: Record<string, string> = {
  'package.json': JSON.stringify(manifest),
  'tsconfig.json': '{ "compilerOptions": { "rootDir": ".", "outDir": "dist" } }',
  'src/nn/index.ts': "export { relu } from './relu.js';\nexport type { Rates } from './rate.js';\n",
  'src/nn/relu.ts': "import { z } from 'zod';\nexport const relu = z.number();\n",
  'src/nn/rate.ts': 'export type Rate = number;\nexport type Rates = Rate[];\n',
  'src/notebook/kernel.ts': "import { relu } from '../nn/relu.js';\nrelu.parse(1);\n",
  'autograder/grading/worker-main.ts':
    "import { relu } from '../../src/nn/relu.js';\nrelu.parse(2);\n",
  'autograder/reference/02/hidden.ts': 'export const tests = {};\n',
  'autograder/fixtures/answer.ts': 'export const answer = 1;\n',
};

interface Issue {
  file: string;
  [kind: string]: { name: string }[] | string;
}

/** Every finding as `kind file: name`. */
async function found(files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries({ ...tidy, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { code, output } = await unused(folder, 'json');
  const { issues } = JSON.parse(output.split('\n')[0] ?? '') as { issues: Issue[] };
  const findings = issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, list]) =>
      typeof list === 'string' ? [] : list.map(({ name }) => `${kind} ${file}: ${name}`),
    ),
  );
  // Entries that this small folder lacks are told too.
  expect(code).not.toBe(0);
  return findings;
}

test('a folder in which all is used has no finding', async () => {
  expect(await found({})).toEqual([]);
});

test('a file that nothing imports is found, in each part of the project', async () => {
  const planted = ['src/nn/idle.ts', 'autograder/judge/idle.ts', 'test/idle.mjs'];
  const findings = await found(Object.fromEntries(planted.map((path) => [path, 'export {};\n'])));
  expect(findings.sort()).toEqual(planted.map((path) => `files ${path}: ${path}`).sort());
});

test('an export that nothing imports is found, of every kind', async () => {
  const relu = `${tidy['src/nn/relu.ts']}
export const idleValue = 1;
export function idleFunction(): void {}
export class IdleClass {}
export type IdleType = number;
export interface IdleInterface {}
console.log(idleValue);
`;
  expect((await found({ 'src/nn/relu.ts': relu })).sort()).toEqual([
    'exports src/nn/relu.ts: IdleClass',
    'exports src/nn/relu.ts: idleFunction',
    'exports src/nn/relu.ts: idleValue',
    'types src/nn/relu.ts: IdleInterface',
    'types src/nn/relu.ts: IdleType',
  ]);
});

test('a name that is passed on and wanted by nobody is found', async () => {
  expect(
    await found({
      'autograder/grading/worker-main.ts': "import { one } from '../judge/parts.js';\none();\n",
      'autograder/judge/parts.ts': "export { one, two } from './numbers.js';\n",
      'autograder/judge/numbers.ts': 'export const one = () => 1;\nexport const two = () => 2;\n',
    }),
  ).toContain('exports autograder/judge/parts.ts: two');
});

test('a package that nothing imports is found, and one that is imported but not asked for', async () => {
  const dependencies = { ...manifest.dependencies, 'left-pad': '1.0.0' };
  const devDependencies = { 'is-odd': '1.0.0' };
  const findings = await found({
    'package.json': JSON.stringify({ ...manifest, dependencies, devDependencies }),
    'src/nn/rate.ts': "import 'right-pad';\nexport type Rates = number[];\n",
  });
  expect(findings.sort()).toEqual([
    'dependencies package.json: left-pad',
    'devDependencies package.json: is-odd',
    'unlisted src/nn/rate.ts: right-pad',
  ]);
});
