/** Mutated notebooks: a stretch of a real submission, changed cell by cell, in its JSON, in its bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type ByteMutation, byteMutation, mutateBytes } from './bytes.js';
import { type Json, type JsonMutation, jsonMutation, mutateJson, share } from './json.js';

type Cell = { cell_type: string; id?: string; metadata: Json; source: string[] };
interface Sample {
  nbformat: number;
  nbformat_minor: number;
  metadata: Json;
  cells: Cell[];
}

interface CellMutation {
  /** Which cell, and which other one or which place in its source, as shares. */
  cell: number;
  place: number;
  how:
    | 'drop'
    | 'copy'
    | 'move'
    | 'split'
    | 'merge'
    | 'retype'
    | 'strip'
    | 'rename'
    | 'cut-source'
    | 'put-code'
    | 'only-code';
  code: string;
}

/** The description of one notebook: small, so that a failing one can be read. */
export interface NotebookRecipe {
  sample: string;
  first: number;
  count: number;
  cells: readonly CellMutation[];
  json: readonly JsonMutation[];
  old: boolean;
  bytes: readonly ByteMutation[];
}

/** What real and hostile students write. */
const snippets = [
  'export default function softmax() { return 1 }',
  'const softmax = (x: Tensor2D) => x;',
  'class softmax { static #a = 1; accessor b = 2; @dec c = 3 }',
  'function softmax(',
  'function softmax() {}\nfunction softmax() {}',
  'var softmax = 1, { crossEntropy, ...rest } = library, [denseForward = 2] = [];',
  'enum softmax { A = `x`.length, B }',
  'namespace softmax { export const x = 1 }',
  'declare function softmax(): void;',
  'import softmax, * as all from "gradus"; import type { X } from "y"; import z = require("w");',
  'import { default as softmax, type T } from "x" with { type: "json" };',
  'export * from "gradus"; export { softmax as crossEntropy };',
  'await import(`$' + '{await import("x")}`);',
  'for await (const softmax of [1]) softmax;',
  'label: { break label }\nwith (a) { softmax = 1 }',
  'softmax = crossEntropy = () => denseForward;',
  'globalThis.softmax = eval("1"); delete globalThis.softmax;',
  'using softmax = null; await using y = null;',
  '#!/usr/bin/env node\n<!-- html comment\nlet a = /[/]\\/</v;',
  'const s = "unterminated\nconst t = `also ${ `inner ${ 1',
  '/* never closed',
  '</script><script>alert(1)</script><img src=x onerror=alert(1)>',
  '// exercise: softmax\n',
  '// exercise: __proto__\nfunction toString() {}\nfunction constructor() {}',
  'function __proto__() {} const hasOwnProperty = 1; let undefined_ = undefined;',
  `${'('.repeat(3000)}1${')'.repeat(3000)}`,
  `${'['.repeat(20_000)}`,
  `let x = ${'1+'.repeat(5000)}1;`,
  `let y = ${'a?'.repeat(2000)}`,
  `${'if(1){'.repeat(1500)}${'}'.repeat(1500)}`,
  `a${'.b'.repeat(5000)}()`,
  `\`${'${`'.repeat(1500)}`,
  `type T = ${'Array<'.repeat(1500)}`,
  '\u2028\u2029\ufeff\u202e\u0000\u001b[31m',
  '\ud800 let \udc00 = 1;',
  'let 变量 = 1; const ℮ = 2; let \\u0061bc = 3;',
  '%%html\n<b>magic</b>',
  '!ls -la\n%time softmax(1)',
  '\r\rconst a = 1\r\nconst b = 2\u2028const c = 3',
  '<T,>(x: T) => x; <div>{softmax}</div>; a<b>>(c);',
  '0777; 08; 1_000_; 0b; 1n.2; .5.; "\\u{110000}"; /(?<a>.)(?<a>.)/',
  'new.target; import.meta; super.x; yield 1; return 2; break; await;',
];

const code = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...snippets) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(...'(){}[]<>`"\'/\\;:,.=+-*?!&|@#$%^~ \n'), {
        maxLength: 60,
      })
      .map((characters) => characters.join('')),
  },
);

const cellMutation: fc.Arbitrary<CellMutation> = fc.record({
  cell: share,
  place: share,
  how: fc.constantFrom<CellMutation['how']>(
    'drop',
    'copy',
    'move',
    'split',
    'merge',
    'retype',
    'strip',
    'rename',
    'cut-source',
    'put-code',
    'only-code',
  ),
  code,
});

const submissions = new URL('../example-class/submissions/', import.meta.url);
const samples = new Map<string, string>();
for (const name of readdirSync(submissions).sort()) {
  // One of the class is no whole JSON.
  const text = readFileSync(new URL(`${name}/lesson.ipynb`, submissions), 'utf8');
  if (text.trimEnd().endsWith('}')) samples.set(name, text);
}

export const notebookRecipe: fc.Arbitrary<NotebookRecipe> = fc.record({
  sample: fc.constantFrom(...samples.keys()),
  first: share,
  count: fc.integer({ min: 1, max: 9 }),
  cells: fc.array(cellMutation, { maxLength: 4 }),
  json: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(jsonMutation, { maxLength: 3 }) },
  ),
  old: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  bytes: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(byteMutation, { minLength: 1, maxLength: 3 }) },
  ),
});

/** The notebook's bytes. */
export function notebookOf(recipe: NotebookRecipe): Buffer {
  const notebook = JSON.parse(samples.get(recipe.sample) ?? '{}') as Sample;
  const last = Math.max(0, notebook.cells.length - recipe.count);
  const first = Math.floor(recipe.first * (last + 1));
  notebook.cells = notebook.cells.slice(first, first + recipe.count);
  for (const mutation of recipe.cells) mutateCells(notebook.cells, mutation);
  const json = (recipe.old ? asFormat3(notebook) : notebook) as Json;
  for (const mutation of recipe.json) mutateJson(json, mutation);
  const bytes = Buffer.from(JSON.stringify(json));
  return recipe.bytes.reduce(mutateBytes, bytes);
}

/** nbformat 3: cells in worksheets, code under `input`. */
const asFormat3 = ({ metadata, cells }: Sample) => ({
  nbformat: 3,
  nbformat_minor: 0,
  metadata,
  worksheets: [
    {
      cells: cells.map(({ source, ...cell }) =>
        cell.cell_type === 'code' ? { ...cell, input: source } : { ...cell, source },
      ),
    },
  ],
});

function mutateCells(cells: Cell[], { cell: which, place, how, code: put }: CellMutation): void {
  const at = Math.floor(which * cells.length);
  const cell = cells[at];
  if (cell === undefined) return;
  const text = cell.source.join('');
  const cut = Math.floor(place * (text.length + 1));
  switch (how) {
    case 'drop':
      cells.splice(at, 1);
      break;
    case 'copy':
      cells.splice(Math.floor(place * cells.length), 0, structuredClone(cell));
      break;
    case 'move':
      cells.splice(at, 1);
      cells.splice(Math.floor(place * (cells.length + 1)), 0, cell);
      break;
    case 'split':
      cells.splice(at, 1, { ...cell, source: [text.slice(0, cut)] });
      cells.splice(at + 1, 0, { ...cell, source: [text.slice(cut)] });
      break;
    case 'merge': {
      const [next] = cells.splice(at + 1, 1);
      cell.source = [text, '\n', ...(next?.source ?? [])];
      break;
    }
    case 'retype':
      cell.cell_type = cell.cell_type === 'code' ? 'markdown' : 'code';
      break;
    case 'strip':
      delete cell.id;
      cell.metadata = {};
      break;
    case 'rename':
      cell.source = [text.replace(/\b(softmax|crossEntropy|denseForward)\b/g, '__proto__')];
      break;
    case 'cut-source':
      cell.source = [text.slice(0, cut)];
      break;
    case 'put-code':
      cell.source = [text.slice(0, cut), put, text.slice(cut)];
      break;
    case 'only-code':
      cell.source = [put];
      break;
  }
}
