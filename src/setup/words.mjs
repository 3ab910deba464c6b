/**
 * The words after a command, before anything is set up for it: help is shown and nothing else is
 * done; what the command does not know is refused.
 */
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Help
 * @property {Record<string, Record<string, string>>} text
 * @property {Record<string, Record<string, string>>} sentences
 * @property {Record<string, { names: string[], takesValue: boolean }[]>} options
 */

/** @returns {Help} made from the commands themselves: see `write-help.mjs` */
const readHelp = () => JSON.parse(readFileSync(new URL('help.json', import.meta.url), 'utf8'));

/**
 * The language that was asked for; a word that names none is English's, and refused elsewhere.
 *
 * @param {readonly string[]} words
 * @returns {'en' | 'zh'}
 */
function languageOf(words) {
  const at = words.indexOf('--lang');
  const attached = words.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const wanted = attached ?? (at >= 0 ? words[at + 1] : undefined) ?? process.env.GRADUS_LANG;
  return wanted === 'zh' ? 'zh' : 'en';
}

/**
 * A sentence about the words, as the `gradus` command says it.
 *
 * @param {string} code
 * @param {Record<string, string>} params
 * @param {readonly string[]} words
 * @param {string} called how the user calls `gradus`
 */
export function sentence(code, params, words, called) {
  const text = readHelp().sentences[languageOf(words)]?.[code] ?? code;
  return text
    .replaceAll('`gradus ', () => `\`${called} `)
    .replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
}

/**
 * What to say instead of running the command; undefined when it may run.
 *
 * @param {string} command a command of `gradus`, or `npm start` and the like; `''` is `gradus` itself
 * @param {readonly string[]} words after the command
 * @param {string} called how the user calls `gradus`, or the script where it is that: `npm start --`
 * @returns {{ text: string, code: number } | undefined} help with 0, a refusal with 2
 */
export function answerAtOnce(command, words, called) {
  if (words.length === 0) return undefined;
  const { text, options } = readHelp();
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const known = [...(options[command] ?? []), { names: ['-h', '--help'], takesValue: false }];
  /** @type {string | undefined} */
  let unknown;
  for (let i = 0; i < own.length; i++) {
    const [name = '', attached] = own[i]?.split(/=(.*)/s) ?? [];
    if (!/^--?[^-\d]/.test(name)) continue;
    if (name === '-h' || name === '--help') {
      const shown = text[languageOf(words)]?.[command] ?? '';
      // In the line of usage, not in the path of a workspace.
      const named = command.startsWith('npm ')
        ? shown
        : shown.replace('gradus ', () => `${called} `);
      return { text: named.trimEnd(), code: 0 };
    }
    const option = known.find(({ names }) => names.includes(name));
    if (option === undefined) unknown ??= name;
    else if (option.takesValue && attached === undefined) i++;
  }
  if (unknown === undefined) return undefined;
  const names = known.flatMap((option) => option.names);
  return refuse('option', unknown, names, words, called);
}

/**
 * @param {'option' | 'command'} what
 * @param {string} given
 * @param {readonly string[]} known
 * @param {readonly string[]} words
 * @param {string} called
 */
export function refuse(what, given, known, words, called) {
  const near = nearest(given, known);
  const code = `unknown-${what}${near === undefined ? '' : '-near'}`;
  const params = { option: given, name: given, near: near ?? '' };
  return { text: sentence(code, params, words, called), code: 2 };
}

/** @returns {string[]} the commands of `gradus` */
export const commandNames = () =>
  Object.keys(readHelp().options).filter((name) => !name.startsWith('npm '));

/**
 * The known name that takes the fewest changes, where these are few.
 *
 * @param {string} given
 * @param {readonly string[]} known
 */
function nearest(given, known) {
  const ranked = known
    .filter((name) => name.length > 2)
    .map((name) => ({ name, steps: name.startsWith(given) ? 0 : distance(given, name) }))
    .filter(({ name, steps }) => steps <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.steps - b.steps);
  return ranked[0]?.name;
}

/**
 * Letters to change, add, drop, or swap with a neighbour.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (/** @type {number} */ i, /** @type {number} */ j) =>
    rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
