/**
 * What the native backend needs from npm, in a folder of gradus's own, where it was installed as a
 * package. Their install scripts never run.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm-packages.mjs';
import { bindingPackage, inRoot, nativeFolder } from './root.mjs';
import { run, tail } from './run.mjs';
import { hashText } from './stamp.mjs';
import { ensure, SetupError } from './steps.mjs';

/** In the versions that gradus is tested with: package.json names them; see `bundles.ts` for a bundle's. */
const wanted = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];

/** Of TensorFlow.js there must be one copy, and gradus has it. */
const shared = ['', '-backend-cpu', '-backend-webgl', '-converter', '-core', '-data', '-layers'];

/** @throws {SetupError} */
export async function ensureNativePackages() {
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const packages = wanted.map(
    (name) => `${name}@${(manifest.nativeBackend ?? manifest.devDependencies)[name]}`,
  );
  await ensure({
    name: 'packages of the native backend',
    stamp: join(nativeFolder, 'node_modules', '.gradus.json'),
    inputs: () => hashText(...packages),
    async work(say) {
      try {
        mkdirSync(nativeFolder, { recursive: true });
        // So that npm takes this folder for a project, not the one above it.
        writeFileSync(join(nativeFolder, 'package.json'), '{ "private": true }\n');
      } catch (error) {
        throw new SetupError(
          `${nativeFolder} cannot be written (${/** @type {NodeJS.ErrnoException} */ (error).code}).`,
          'Install gradus in a folder of your own (`npm install gradus`), or run this as its owner.',
          { remember: false },
        );
      }
      const { program, args } = npm();
      const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
      const { code, output } = await run(
        program,
        [
          ...[...args, 'install', '--prefix', nativeFolder, '--global=false', '--save=false'],
          ...[...options, ...packages],
        ],
        { cwd: nativeFolder, onLine: say },
      );
      if (code !== 0) {
        throw new SetupError(
          `npm could not install ${packages.join(' ')}:\n${tail(output)}`,
          'Check the network and the registry (`npm config get registry`), then run the command again.',
        );
      }
      const scope = join(bindingPackage, '..');
      for (const name of shared) {
        rmSync(join(scope, `tfjs${name}`), { recursive: true, force: true });
      }
    },
  });
}
