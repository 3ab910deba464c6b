/** `npm run build`: dist/, the compiled lessons, and the student's package; nothing if up to date. */
import { existsSync, lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { compile, copyAssets, prune, runLaterSteps, sourceFiles } from './build-steps.mjs';
import { inRoot, root, studentPackage, windows } from './root.mjs';
import { hashFiles, hashText, listFiles } from './stamp.mjs';
import { ensure } from './steps.mjs';
import { assembleStudentPackage, copyReference } from './student-package.mjs';

const stamp = inRoot('dist', '.stamps', 'build.json');

function inputs() {
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', '.tsconfig.build.json'];
  const course = ['notebooks', 'datasets'].flatMap((folder) =>
    existsSync(inRoot(folder)) ? listFiles(inRoot(folder), (path) => !path.endsWith('.ipynb')) : [],
  );
  const syllabus = existsSync(inRoot('syllabus.md')) ? [inRoot('syllabus.md')] : [];
  const files = [...sourceFiles(), ...settings.map((name) => inRoot(name)), ...course, ...syllabus];
  return hashText(hashFiles(root, files), process.versions.node.split('.')[0] ?? '');
}

/** `node_modules/gradus` is the project itself, so that TypeScript and Node find it by its name. */
export function linkSelf() {
  const link = inRoot('node_modules', 'gradus');
  const target = windows ? root : '..';
  try {
    if (lstatSync(link).isSymbolicLink() && (windows || readlinkSync(link) === target)) return;
    rmSync(link, { recursive: true });
  } catch {
    // There is none yet.
  }
  symlinkSync(target, link, windows ? 'junction' : 'dir');
}

export async function ensureBuild() {
  linkSelf();
  await ensure({
    name: 'build',
    stamp,
    inputs,
    present: () => existsSync(inRoot('dist', 'autograder', 'cli.js')) && existsSync(studentPackage),
    async work(say) {
      say('TypeScript');
      const errors = await compile();
      if (errors > 0) process.stderr.write(`  ${errors} type errors: see \`npm run types\`\n`);
      prune();
      copyAssets();
      // The student's package is made even when the course has a mistake: `check` goes on working.
      const failure = await runLaterSteps(say);
      say("the student's package");
      assembleStudentPackage(root, studentPackage);
      // In the package on npm it stands in the place of the reference (package.json, `files`).
      const checks = inRoot('dist', 'autograder', 'checks');
      rmSync(checks, { recursive: true, force: true });
      copyReference(inRoot('dist', 'autograder', 'reference'), checks);
      if (failure !== undefined) throw failure;
    },
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { command, sayAtOnce } = await import('./command.mjs');
  await command(async () => {
    const { answerAtOnce } = await import('./words.mjs');
    const answer = answerAtOnce('npm build', process.argv.slice(2), 'npm run build --');
    if (answer !== undefined) return sayAtOnce(answer);
    const { ensureNpmPackages } = await import('./npm-packages.mjs');
    await ensureNpmPackages();
    await ensureBuild();
    return 0;
  });
}
