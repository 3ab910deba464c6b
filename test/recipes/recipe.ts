/** The recipes of the READMEs, read: which files each names and which commands it ends with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/setup/root.mjs';

export interface Recipe {
  /** Paths from the root, in order. */
  files: readonly string[];
  commands: readonly string[];
}

/** `a/{b,c}.ts` → `a/b.ts`, `a/c.ts`. */
function alternatives(path: string): string[] {
  const braces = /^(.*)\{([^{}]+)\}(.*)$/.exec(path);
  if (braces === null) return [path];
  const [, before = '', names = '', after = ''] = braces;
  return names.split(',').flatMap((name) => alternatives(`${before}${name}${after}`));
}

/**
 * What stands in backticks under a heading: paths and commands.
 *
 * @param names what stands for `<name>` in them
 */
export function recipeOf(
  readme: string,
  heading: string,
  names: Readonly<Record<string, string>>,
): Recipe {
  const text = readFileSync(join(root, readme), 'utf8');
  const [, after] = text.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`Expected a heading in ${readme}. Received: ${heading}`);
  const level = heading.split(' ')[0] ?? '#';
  const section = after.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
  const steps = section.split('\n').filter((line) => /^\d+\. /.test(line));
  const quoted = steps.flatMap((line) =>
    [...line.matchAll(/`([^`]+)`/g)].map(([, words = '']) => filled(words, names)),
  );
  const isFile = (words: string): boolean =>
    /^(?:src|autograder|notebooks|test)\/\S+\.\w+$|^(?:syllabus|README)\.md$/.test(words);
  return {
    files: [...new Set(quoted.filter(isFile).flatMap(alternatives))],
    commands: quoted.filter((words) => /^(?:npm|npx) /.test(words)),
  };
}

const filled = (words: string, names: Readonly<Record<string, string>>): string =>
  words.replaceAll(/<(\w+)>/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`Expected no other name than those given: <${name}>.`);
    return value;
  });
