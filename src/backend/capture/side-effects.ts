/**
 * Finding what a user's function changes besides tensors: a replay would not change it.
 *
 * The source is read, not run, and by patterns: what they miss (a change inside a helper) is found
 * by comparison with eager execution where it changes a result.
 */

const NAME = '[A-Za-z_$][\\w$]*';
const PLACE = `(?:this|${NAME})(?:\\s*\\??\\.\\s*#?${NAME}|\\[[^\\]]*\\])*`;
const ASSIGNMENT = new RegExp(
  `(${PLACE})\\s*(?:(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?|[-+*/%&|^])?=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)\\s*(${PLACE})`,
  'g',
);
const COLLECTING = new RegExp(`(${PLACE})\\s*\\.\\s*(?:push|unshift|splice|pop|shift)\\s*\\(`, 'g');
/** Names between the brackets before `=>` or a body, unless the brackets are those of a condition. */
const PARAMETERS = /(?<!\b(?:if|while|switch|for)\s*)\(([^()]*)\)\s*(?:=>|\{)/g;
const TEXT =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** Methods of a layer that do not run in a step. */
const NOT_IN_A_STEP = ['constructor', 'build', 'getConfig', 'computeOutputShape'];

function namesIn(text: string): string[] {
  return text.match(new RegExp(NAME, 'g')) ?? [];
}

/** Names that the source declares: parameters and variables. */
function ownNames(source: string): Set<string> {
  const names = new Set<string>();
  const add = (text: string | undefined): void => {
    for (const name of namesIn(text ?? '')) names.add(name);
  };
  for (const [, parameters] of source.matchAll(PARAMETERS)) add(parameters);
  for (const [, single] of source.matchAll(new RegExp(`(${NAME})\\s*=>`, 'g'))) add(single);
  for (const [, declared] of source.matchAll(/\b(?:const|let|var)\s+(\{[^}]*\}|\[[^\]]*\])/g)) {
    add(declared);
  }
  // Looked ahead at, not taken: a declaration may have a function with declarations of its own.
  for (const [, declared] of source.matchAll(/\b(?:const|let|var)\s+(?=([^;]*))/g)) {
    for (const [, name] of (declared ?? '').matchAll(new RegExp(`(?:^|,)\\s*(${NAME})`, 'g'))) {
      add(name);
    }
  }
  return names;
}

/** The first thing outside itself that a function's source assigns or adds to, such as `count`. */
export function changedOutside(source: string): string | undefined {
  const code = source.replace(TEXT, '""');
  const own = ownNames(code);
  for (const pattern of [ASSIGNMENT, COLLECTING]) {
    for (const [, after, before] of code.matchAll(pattern)) {
      const place = (after ?? before ?? '').replace(/\s+/g, '');
      const [root] = namesIn(place);
      if (root !== undefined && !own.has(root)) return place;
    }
  }
  return undefined;
}

/** The functions of a user's code that run in a step: itself, or the methods of a class. */
function sourcesOf(code: object): string[] {
  if (typeof code !== 'function') return [];
  const source = Function.prototype.toString.call(code);
  if (!/^class\b/.test(source)) return [source];
  const prototype: object = Reflect.get(code, 'prototype');
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && !NOT_IN_A_STEP.includes(name))
    .map(([, { value }]) => Function.prototype.toString.call(value));
}

/** The first thing that any of these functions and classes changes outside itself. */
export function firstSideEffect(code: readonly object[]): string | undefined {
  for (const source of code.flatMap(sourcesOf)) {
    const found = changedOutside(source);
    if (found !== undefined) return found;
  }
  return undefined;
}
