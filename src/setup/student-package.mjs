/**
 * The package that a student's workspace links to: `dist/student`.
 *
 * It is a list of what goes in, never of what stays out: a new file of the reference is not in the
 * student's reach until somebody puts it there.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { listFiles } from './stamp.mjs';
import { SetupError } from './steps.mjs';

/** Of the reference of a lesson, what a student may have. */
const REFERENCE = ['visible.js', 'recorded.json'];
/** Rooms of the library that no notebook imports. */
const NOT_FOR_STUDENTS = ['setup', 'jupyterlab'];
const SECRET = /^(solution|hidden|mutants|variants|artefacts)\b/;

/**
 * @param {string} from
 * @param {string} to
 */
function copyCode(from, to) {
  for (const file of listFiles(from, () => true)) {
    if (file.endsWith('.map')) continue;
    const target = join(to, relative(from, file));
    mkdirSync(dirname(target), { recursive: true });
    // A comment that names the map would make every stack trace look for it.
    if (file.endsWith('.js')) {
      writeFileSync(
        target,
        readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n?/m, ''),
      );
    } else {
      cpSync(file, target);
    }
  }
}

/**
 * Relative imports of an emitted file.
 *
 * @param {string} file
 * @returns {string[]} absolute paths
 */
export function relativeImports(file) {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(\.[^'"]*)\1/g;
  return [...text.matchAll(pattern)].map((match) => resolve(dirname(file), match[2] ?? ''));
}

/** @param {string} student */
function assertWhole(student) {
  const missing = [];
  for (const file of listFiles(student, () => true)) {
    if (SECRET.test(basename(file)) && file.includes('reference')) {
      throw new SetupError(
        `${file} must not be in the student's package.`,
        'Mend student-package.mjs.',
      );
    }
    if (!file.endsWith('.js')) continue;
    for (const target of relativeImports(file)) {
      if (!existsSync(target))
        missing.push(`${relative(student, file)} → ${relative(student, target)}`);
    }
  }
  if (missing.length > 0) {
    throw new SetupError(
      `The student's package imports files that it does not have:\n${missing.join('\n')}`,
      'A file for students may import only src/, autograder/judge/ and autograder/test-kit/.',
    );
  }
}

/**
 * Assembles the package in a new folder and puts that in the place of the old one.
 *
 * @param {string} root the project, built
 * @param {string} target
 */
export function assembleStudentPackage(root, target) {
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });

  for (const entry of readdirSync(join(root, 'dist', 'src'), { withFileTypes: true })) {
    if (NOT_FOR_STUDENTS.includes(entry.name)) continue;
    const from = join(root, 'dist', 'src', entry.name);
    const to = join(fresh, 'dist', 'src', entry.name);
    if (entry.isDirectory()) copyCode(from, to);
  }
  copyTop(join(root, 'dist', 'src'), join(fresh, 'dist', 'src'));

  // Visible tests are made with the kit.
  for (const room of ['judge', 'test-kit']) {
    const from = join(root, 'dist', 'autograder', room);
    if (existsSync(from)) copyCode(from, join(fresh, 'dist', 'autograder', room));
  }
  copyReference(
    join(root, 'dist', 'autograder', 'reference'),
    join(fresh, 'dist', 'autograder', 'reference'),
  );
  cpSync(join(root, 'datasets'), join(fresh, 'datasets'), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(fresh, 'LICENSE'));

  const { name, version, license, type, engines, main, types, exports, typesVersions } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = { name, version, license, type, engines, main, types, exports, typesVersions };
  writeFileSync(join(fresh, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

  assertWhole(fresh);
  const old = `${target}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyTop(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const text = readFileSync(join(from, entry.name), 'utf8');
    writeFileSync(join(to, entry.name), text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''));
  }
}

/**
 * The part of each lesson's reference that a student may have.
 *
 * @param {string} from
 * @param {string} to
 */
export function copyReference(from, to) {
  if (!existsSync(from)) return;
  for (const lesson of readdirSync(from, { withFileTypes: true })) {
    if (!lesson.isDirectory()) continue;
    const folder = join(from, lesson.name);
    const files = new Set(REFERENCE.map((name) => join(folder, name)).filter(existsSync));
    // Recorded answers without tests would make every answer pass.
    if (files.size > 0 && !files.has(join(folder, 'visible.js'))) {
      throw new SetupError(
        `The reference of ${lesson.name} is built in part: it has recorded answers and no visible tests.`,
        'Two builds at once leave such a folder. Run `npm run build` again, and nothing beside it.',
      );
    }
    // Helpers that the visible tests import come along; a Set also visits what is added meanwhile.
    for (const file of files) {
      if (!file.endsWith('.js')) continue;
      for (const needed of relativeImports(file)) {
        if (!needed.startsWith(folder)) continue;
        if (SECRET.test(basename(needed))) {
          throw new SetupError(
            `${relative(from, file)} imports ${basename(needed)}, which students must not have.`,
            'visible.ts must not import the solution; its expected values are recorded.',
          );
        }
        files.add(needed);
      }
    }
    for (const file of files) {
      const target = join(to, lesson.name, relative(folder, file));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(file, target);
    }
  }
}
