/** The directions of imports (dependency-cruiser), and what nothing uses (knip), of one folder. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { options, rules } from './rules.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(root, 'node_modules');
const sources = ['src', 'autograder', 'test'];

/**
 * dependency-cruiser looks for a `typescript` below 7 and reads no TypeScript without one, which
 * looks as if all were well. It is given the one that reads student code, where nobody else sees it.
 */
function giveTypescript() {
  const folder = join(packages, 'dependency-cruiser', 'node_modules');
  const link = join(folder, 'typescript');
  if (existsSync(join(link, 'package.json'))) return;
  mkdirSync(folder, { recursive: true });
  try {
    symlinkSync(join(packages, '@tslab', 'typescript-for-tslab'), link, 'junction');
  } catch (error) {
    // Two may come here at the same time.
    if (!existsSync(join(link, 'package.json'))) throw error;
  }
}

/** @param {string} folder */
function typescriptIn(folder) {
  return sources
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(name, path).replaceAll('\\', '/'),
      ),
    )
    .filter((path) => path.endsWith('.ts') && !new RegExp(options.exclude.path).test(path));
}

/**
 * @typedef {{ rule: string, text: string }} Finding
 * @param {string} folder with `src`, `autograder` or `test`
 * @returns {Promise<{ findings: Finding[], files: number, imports: number }>}
 * @throws Error when a file was not read: then nothing can be said of it
 */
export async function directions(folder) {
  giveTypescript();
  const { cruise } = await import('dependency-cruiser');
  const { output } = await cruise(
    sources.filter((name) => existsSync(join(folder, name))),
    {
      ...options,
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: rules.map((rule) => ({ ...rule, severity: 'error' })) },
    },
    { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  );
  const { modules, summary } = /** @type {import('dependency-cruiser').ICruiseResult} */ (output);
  const read = new Set(modules.map(({ source }) => source));
  const unread = typescriptIn(folder).filter((path) => !read.has(path));
  if (unread.length > 0) {
    throw new Error(
      `Expected dependency-cruiser to read every file of ${folder}. Not read: ${unread.length}, the first is ${unread[0]}. Look whether it finds a TypeScript: npx depcruise --info`,
    );
  }
  const comments = new Map(rules.map(({ name, comment }) => [name, comment]));
  const findings = summary.violations.map(({ rule, from, to, cycle, via }) => {
    const way = cycle ?? via;
    const path = way === undefined ? [to] : way.map(({ name }) => name);
    return {
      rule: rule.name,
      text: `${[from, ...path].join(' → ')}\n  ${rule.name}: ${comments.get(rule.name)}`,
    };
  });
  return { findings, files: read.size, imports: summary.totalDependenciesCruised ?? 0 };
}

/**
 * @param {string} folder with a `package.json`
 * @param {string} [reporter] of knip
 * @returns {Promise<{ code: number, output: string }>}
 */
export function unused(folder, reporter = 'symbols') {
  const args = [
    join(packages, 'knip', 'bin', 'knip.js'),
    ...['--directory', folder, '--config', join(root, 'test', 'imports', 'unused.mjs')],
    ...['--no-progress', '--reporter', reporter],
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 2;
      resolve({ code, output: `${stdout}${stderr}`.trim() });
    });
  });
}
