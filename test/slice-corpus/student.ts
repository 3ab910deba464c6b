/** Notebooks as students write them. */
import type { CorpusNotebook } from './notebook.js';

export const student: readonly CorpusNotebook[] = [
  {
    name: 'softmax, by hand, with a helper and a check',
    cells: [
      'const exp = (xs: number[]) => xs.map(Math.exp);',
      'function answer(logits: number[] = [1, 2, 3]): number[] {\n  const top = Math.max(...logits);\n  const e = exp(logits.map((x) => x - top));\n  const sum = e.reduce((a, b) => a + b, 0);\n  return e.map((x) => x / sum);\n}',
      'console.assert(Math.abs(answer().reduce((a, b) => a + b) - 1) < 1e-9);',
    ],
    leaves: [3],
  },
  {
    name: 'a second try under the first',
    cells: [
      'function answer(xs: number[] = [1, 2, 4]) { return xs.length; }',
      'answer();',
      'function mean(xs: number[]) { return xs.reduce((a, b) => a + b, 0) / xs.length; }',
      'function answer(xs: number[] = [1, 2, 4]) { return mean(xs); }',
    ],
    leaves: [2],
  },
  {
    name: 'a matrix class with operators as methods',
    cells: [
      'class Matrix {\n  constructor(readonly rows: number[][]) {}\n  static eye(n: number) { return new Matrix([...Array(n)].map((_, i) => [...Array(n)].map((_, j) => (i === j ? 1 : 0)))); }\n  mul(o: Matrix) { return new Matrix(this.rows.map((r) => o.rows[0].map((_, j) => r.reduce((s, x, k) => s + x * o.rows[k][j], 0)))); }\n}',
      'const a = new Matrix([[1, 2], [3, 4]]);',
      'const answer = () => a.mul(a).mul(Matrix.eye(2)).rows;',
    ],
  },
  {
    name: 'a seeded generator and shuffled data',
    cells: [
      'let seed = 7;\nfunction random() { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; }',
      'function shuffle<T>(xs: T[]) { for (let i = xs.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [xs[i], xs[j]] = [xs[j], xs[i]]; } return xs; }',
      'const data = shuffle([1, 2, 3, 4, 5, 6]);',
      'seed = 1;',
      'const answer = () => [data, random(), seed];',
    ],
  },
  {
    name: 'gradient descent with a history at the top',
    cells: [
      'const xs = [1, 2, 3], ys = [2, 4, 6];\nlet w = 0;\nconst history: number[] = [];',
      'const gradient = (w: number) => xs.reduce((g, x, i) => g + 2 * x * (w * x - ys[i]), 0) / xs.length;',
      'for (let step = 0; step < 20; step++) {\n  w -= 0.1 * gradient(w);\n  history.push(w);\n}',
      'const answer = () => [w.toFixed(6), history.length];',
    ],
  },
  {
    name: 'a long training that the exercise does not need',
    cells: [
      'const epochs = 3;',
      'let loss = 100;\nfor (let e = 0; e < 200000; e++) loss *= 0.9999;',
      'function answer(l = 2) { return l * epochs; }',
    ],
    leaves: [2],
  },
  {
    name: 'words counted into a map, sorted, cut',
    cells: [
      'const text = `the cat and the dog and the bird`;',
      'const counts: Record<string, number> = {};\nfor (const word of text.split(" ")) counts[word] = (counts[word] ?? 0) + 1;',
      'const top = (n: number) => Object.entries(counts).sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).slice(0, n);',
      'const answer = () => top(3);',
    ],
    needs: [],
  },
  {
    name: 'options with defaults, spread and rest',
    cells: [
      'const defaults = { rate: 0.1, layers: [4, 2] };',
      'function train({ rate, ...rest }: Partial<typeof defaults> & { name?: string } = {}) { return { ...defaults, ...rest, rate: rate ?? defaults.rate }; }',
      'const answer = () => [train(), train({ name: "x", rate: 0 })];',
    ],
  },
  {
    name: 'a cache around a function that is replaced by itself',
    cells: [
      'let calls = 0;\nlet slow = (n: number) => { calls++; return n * n; };',
      'const memo = <A, R>(f: (a: A) => R) => { const seen = new Map<A, R>(); return (a: A) => { if (!seen.has(a)) seen.set(a, f(a)); return seen.get(a)!; }; };',
      'slow = memo(slow);',
      'const answer = () => [slow(3), slow(3), slow(4), calls];',
    ],
  },
  {
    name: 'an event emitter and callbacks',
    cells: [
      "import { EventEmitter } from 'node:events';\nconst log: string[] = [];",
      'class Trainer extends EventEmitter { run(n: number) { for (let i = 0; i < n; i++) this.emit("step", i); return this; } }',
      `const trainer = new Trainer();\ntrainer.on("step", (i: number) => log.push(\`step \${i}\`));`,
      'const answer = () => { trainer.run(2); return log; };',
    ],
    leaves: [],
  },
  {
    name: 'async batches with a progress count',
    cells: [
      'let done = 0;\nconst sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));',
      'async function batch(xs: number[]) { await sleep(1); done += xs.length; return xs.map((x) => x * 2); }',
      'const results: number[] = [];\nfor (const xs of [[1, 2], [3]]) results.push(...(await batch(xs)));',
      'const answer = async () => [results.concat(await batch([9])), done];',
    ],
  },
  {
    name: 'comments, blank lines, no semicolons, Windows line ends',
    cells: [
      '// exercise: nothing\r\n\r\nconst a = 1 // one\r\n/* two */ let b = 2\r\n',
      'b++\n;[b] = [b + 1]\nconst c = a\n  + b // end',
      'const answer = () => {\n  // nothing\n  return [a, b, c]\n}\n// last line',
    ],
  },
  {
    name: 'names with dollar, underscore and Chinese',
    cells: [
      'const $rate = 1, _ = 2, 学习率 = 3;\nlet été = 4;',
      'été++;\nconst Ω = () => $rate + _ + 学习率 + été;',
      'const answer = () => Ω();',
    ],
  },
  {
    name: 'everything on one line, and keywords that may be names',
    cells: [
      'let of = 1, async = 2, get = 3, type = 4, from = 5; const as = () => of + async; async = 7; type++;',
      'const answer = () => [as(), get, type, from, async];',
    ],
  },
  {
    name: 'values that print alike',
    cells: [
      'const odd = [-0, NaN, Infinity, -Infinity, 1e21, 0.1 + 0.2, undefined, null, 10n];',
      'const deep = { m: new Map([[1, new Set(["a"])]]), d: new Date(0), r: /x/gi, t: Float32Array.of(1.5), n: null };',
      'const answer = () => [odd, deep];',
    ],
  },
  {
    name: 'exports used directly',
    cells: [
      'const x = 1;\nexports.y = 5;',
      'exports.x = 2;',
      'const answer = () => [x, exports.y];',
    ],
  },
  {
    name: 'an object with methods, this and accessors from another cell',
    cells: [
      'const model = { w: 2, predict(x: number) { return this.w * x; }, get double() { return this.w * 2; } };',
      'const { predict } = model;\nconst bound = model.predict.bind({ w: 10 } as any);\nmodel.w = 3;',
      'const answer = () => [model.predict(2), bound(2), model.double, typeof predict];',
    ],
  },
  {
    name: 'sorting functions, pipelines, currying',
    cells: [
      'const pipe = (...fs: ((x: any) => any)[]) => (x: any) => fs.reduce((v, f) => f(v), x);',
      'const add = (a: number) => (b: number) => a + b;\nconst times = (a: number) => (b: number) => a * b;',
      'const model = pipe(add(1), times(3), String);',
      'const answer = () => [model(2), [3, 1, 2].sort((a, b) => b - a).map(add(10))];',
    ],
  },
  {
    name: 'zero-width spaces between words, as copied from a web page',
    cells: [
      '\u200Bconst rate\u200B = 0.1;\u200B\nlet n\u200B= 1;',
      'import { sep\u200B } from\u200B "node:path";\nn\u200B++;\nconst o = {\u200Brate\u200B, s: "\u200B" };\u0085',
      'const answer = () => [\u200Brate, n, o, `\u200B$' + '{\u200Bo.s.length}`.length, sep];',
    ],
    gives: "[ 0.1, 2, { rate: 0.1, s: '\u200B' }, 2, '/' ]",
  },
];
