/**
 * Shapes of code by a size, for what reads a cell: twice the size should take twice the time, not
 * its square, and never its power.
 */

/** How a source of a size is written: `depth` counts nested brackets, `width` what stands in a row. */
interface Shape {
  by: 'depth' | 'width';
  write(n: number): string;
}

const nest = (before: string, after: string, inner = '0'): Shape => ({
  by: 'depth',
  write: (n) => `let x: any = ${before.repeat(n)}${inner}${after.repeat(n)};`,
});
const type = (before: string, after: string, inner = '0'): Shape => ({
  by: 'depth',
  write: (n) => `type X<T = 0> = ${before.repeat(n)}${inner}${after.repeat(n)};`,
});
const row = (part: (i: number) => string, before = '', after = '', between = '\n'): Shape => ({
  by: 'width',
  write: (n) => before + Array.from({ length: n }, (_, i) => part(i)).join(between) + after,
});

export const shapes: Readonly<Record<string, Shape>> = {
  brackets: nest('(', ')'),
  'arrays in arrays': nest('[', ']'),
  'objects in objects': nest('{ a: ', '}'),
  'arrow bodies': nest('() => {', '}', ''),
  'arrows in a row': nest('(a = ', ') => 0'),
  'async(': nest('async(', ')'),
  'async arrows': nest('async (a = ', ') => 0'),
  'arrow or generic call': nest('f<a>(', ')'),
  'generic arrows': nest('<T,>(a = ', ') => 0'),
  'less-than or type arguments': nest('(a < ', ' > (0))'),
  'casts in brackets': nest('<any>(', ')'),
  'arrows in conditionals': nest('a?(b):c=>', '', 'a'),
  'arrows in conditionals, in brackets': nest('a?(b):(c=>', ')', 'a'),
  conditionals: nest('a ? ', ' : 0'),
  'conditionals behind the colon': nest('a ? 0 : ', ''),
  templates: nest('`${', '}`'),
  'tagged templates': nest('f<a>`${', '}`'),
  'functions in functions': nest('function () { return ', '}'),
  'classes in classes': nest('class { a = ', '}'),
  'class keys': nest('class { [', '] = 0 }'),
  'calls in calls': nest('f(', ')'),
  'calls of calls': nest('f(0)', '', ''),
  'member chains': nest('a.b.', '', 'c'),
  'optional chains': nest('a?.[', ']'),
  'optional calls': nest('a?.(', ')'),
  'cover grammar of objects': nest('({ a = ', '} = {})'),
  'cover grammar of arrays': nest('([a = ', '] = [])'),
  'defaults in patterns': {
    by: 'depth',
    write: (n) => `let ${'{ a: ['.repeat(n)}b${'] = [] } = {}'.repeat(n)};`,
  },
  'default values of parameters': {
    by: 'depth',
    write: (n) => `let x = ${'function (a = '.repeat(n)}0${') {}'.repeat(n)};`,
  },
  'yield and await': nest('await (', ')'),
  'unary operators': nest('!-', ''),
  'new of new': nest('new (', ')', 'a'),
  'non-null': nest('(', ')!', 'a'),
  'satisfies and as': nest('(', ' as any satisfies any)'),
  'spread in spread': nest('[...', ']', '[]'),
  'conditional types with infer': type('T extends (infer U extends ', ' ? 1 : 2) ? 1 : 2'),
  'conditional types': type('T extends ', ' ? 1 : 2'),
  'conditional types, right': type('T extends 0 ? 1 : ', ''),
  'infer in brackets': type('(infer U extends ', ' ? 1 : 2)'),
  'mapped types': type('{ [K in ', ']: 0 }', 'T'),
  'mapped types with as': type('{ [K in T as ', ']: 0 }', 'T'),
  'template literal types': type('`${', '}`', 'T'),
  'function types': type('(a: ', ') => 0'),
  'function types or brackets': type('(', ')'),
  'constructor types': type('new (a: ', ') => 0'),
  'type arguments': type('A<', '>'),
  'tuple types': type('[', ']'),
  'indexed types': type('T[', ']', 'T'),
  'type predicates': type('(a: any) => a is ', ''),
  'asserts in types': type('(a: any) => asserts a is ', ''),
  'typeof import types': type("import('a', { with: { a: 'b' } }).A<", '>'),
  'object types': type('{ a: ', '}'),
  'generic function types': type('<U extends ', '>() => 0'),
  blocks: { by: 'depth', write: (n) => `${'{ let q = 1;'.repeat(n)}${'}'.repeat(n)}` },
  'if else': { by: 'width', write: (n) => `${'if (a) b; else '.repeat(n)}c;` },
  labels: {
    by: 'depth',
    write: (n) => `${Array.from({ length: n }, (_, i) => `l${i}: `).join('')}a;`,
  },
  'for in for': { by: 'depth', write: (n) => `${'for (const q of q) '.repeat(n)};` },
  'try in try': { by: 'depth', write: (n) => `${'try { '.repeat(n)}${'} catch {}'.repeat(n)}` },
  namespaces: { by: 'depth', write: (n) => `${'namespace A { '.repeat(n)}${'}'.repeat(n)}` },
  'decorators in decorators': {
    by: 'depth',
    write: (n) => `${'@f(class { a = '.repeat(n)}0${' }) class A {}'.repeat(n)}`,
  },
  decorators: row((i) => `@d${i}`, '', ' class A {}'),
  'many names': row((i) => `let a${i} = ${i};`),
  'one name many times': row(() => 'var a = a;'),
  'many functions of one name': row(() => 'function f() { return f; }'),
  'many names in one pattern': row((i) => `a${i}`, 'let [', '] = [];', ', '),
  'many keys': row((i) => `k${i}: a${i}`, 'let x = {', '};', ', '),
  'many parameters': row((i) => `a${i} = a${i}`, 'function f(', ') {}', ', '),
  'many members written': row((i) => `a.b${i} = a.c${i};`),
  'many imports': row((i) => `import { a${i} } from 'a${i}';`),
  'a long sum': row((i) => `a${i}`, 'x = ', ';', ' + '),
  'a long union': row((i) => `'a${i}'`, 'type A = ', ';', ' | '),
  'a long enum': row((i) => `A${i}`, 'enum E {', '}', ', '),
  'many cases': row((i) => `case ${i}: a;`, 'switch (a) {', '}'),
  'overloads of one function': row((i) => `function f(a: ${i}): ${i};`),
  'merged interfaces': row((i) => `interface A { a${i}: 0 }`),
  'open brackets': row(() => '(', '', '', ''),
  'open templates': row(() => '`${', '', '', ''),
  'open generics': row(() => 'a<', '', '', ''),
  'open comments': row(() => '/*', '', '', ''),
  'slashes that may be expressions': row(() => '/a/ /', 'x = ', '', ''),
  semicolons: row(() => ';', '', '', ''),
  'full-width brackets': row(() => '（', '', '', ''),
  'errors in a row': row(() => 'let let = ;'),
};

/** Sizes that are compared. */
export const sizes = { depth: [22, 44], width: [4000, 8000] } as const;

/** What twice the size may take, times what the size takes. */
export const mostGrowth = 3.2;
/** Below this nothing is measured, in ms. */
export const leastMs = 100;
/** A shape that takes longer is ended, as a submission is. */
export const mostMs = 15_000;

/** Shapes that the limit of a process alone ends, each with its reason. */
export const endedByLimit: Readonly<Record<string, string>> = {
  // Told from right code only by reading it: conditionals with brackets and arrows are common.
  'arrows in conditionals':
    'esbuild reads `a ? (b) : c => …` as an arrow with a type first, and again as a conditional',
};
