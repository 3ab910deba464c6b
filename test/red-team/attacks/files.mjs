/** Attacks 35–50: the notebook file, the folder around it, the reports, the engine below. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleZip } from '../../../dist/autograder/submission/sample-zip.js';

const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';

/** @param {import('./attack.js').Notebook} book @param {string} exercise */
const at = (book, exercise) => book.cells.findIndex((cell) => cell.id === `exercise-${exercise}`);

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  {
    n: 35,
    id: '35-spoofed-metadata',
    title: 'points, grade_id and locked in the metadata',
    defence: 'points come from the course; of metadata only an id is read, to find the cell',
    notebook: (book) => {
      const cell = /** @type {import('./attack.js').Cell} */ (book.cells[at(book, 'denseForward')]);
      cell.metadata = {
        gradus: { exercise: 'trainMlp', points: 99, passed: true },
        nbgrader: { grade: true, grade_id: 'x', points: 99, locked: true, solution: true },
      };
      cell.source = [`${head} ${wrong} }`];
      cell.outputs = [{ output_type: 'stream', name: 'stdout', text: 'all tests passed' }];
      book.metadata.gradus = { lesson: '../../etc', version: 99, score: 20 };
      return JSON.stringify(book);
    },
    verdicts: ['failed'],
  },
  {
    n: 36,
    id: '36-shadowed-ids',
    title: 'two cells of one id, and a cell after the tests that declares the name again',
    defence: 'the last worked cell counts, as when the notebook is run',
    notebook: (book) => {
      const cell = /** @type {import('./attack.js').Cell} */ (book.cells[at(book, 'denseForward')]);
      book.cells.push({ ...cell, source: [`${head} ${wrong} }`] });
      book.cells.push({ ...cell, id: 'extra', source: ['const passed = true;'] });
      return JSON.stringify(book);
    },
    verdicts: ['failed'],
    // trainMlp of the lender calls no other exercise.
  },
  {
    n: 37,
    id: '37-retyped-cells',
    title: 'the answer is deleted, and every Markdown cell becomes code',
    defence: 'a missing answer costs its own exercise only',
    notebook: (book) => {
      book.cells.splice(at(book, 'denseForward'), 1);
      for (const cell of book.cells) if (cell.cell_type === 'markdown') cell.cell_type = 'code';
      return JSON.stringify(book);
    },
    verdicts: ['not-run'],
  },
  {
    n: 38,
    id: '38-kernelspec',
    title: 'a kernelspec with another command',
    defence: 'the kernelspec is not read',
    notebook: (book) => {
      const spec = { name: 'bash', language: 'bash', argv: ['touch', '/tmp/red-team-was-here'] };
      book.metadata.kernelspec = spec;
      book.metadata.language_info = { name: 'bash', mimetype: 'text/x-sh' };
      return JSON.stringify(book);
    },
    verdicts: ['passed'],
    score: 'full',
  },
  ...[
    ['../', 'a..%2f..%2fred-team-was-here'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['control characters', 'ansi\u001b[2J\nnewline\u202e'],
    ['a formula', '=HYPERLINK("http:evil","x")'],
    ['another case', '38-KERNELSPEC'],
    ['255 bytes', 'n'.repeat(255)],
    ['an option', '--only'],
  ].map(
    ([what, id]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 39,
        id,
        title: `a folder named like ${what}`,
        defence: 'file names are made by the grader: slug and hash',
        verdicts: ['passed'],
        score: 'full',
      }),
  ),
  {
    n: 40,
    id: '40-symbolic-link',
    title: "the notebook is a link to another student's",
    defence: 'links are not followed',
    prepare: (folder) => {
      rmSync(join(folder, 'lesson.ipynb'));
      symlinkSync('../38-kernelspec/lesson.ipynb', join(folder, 'lesson.ipynb'));
      symlinkSync('/etc', join(folder, 'etc'));
    },
    verdicts: ['not-run'],
    whole: true,
  },
  {
    n: 40,
    id: '40-fifo',
    title: 'the notebook is a pipe that never ends',
    defence: 'opened without waiting, refused when it is no plain file',
    prepare: (folder) => {
      rmSync(join(folder, 'lesson.ipynb'));
      execFileSync('mkfifo', [join(folder, 'lesson.ipynb')]);
    },
    verdicts: ['not-run'],
    whole: true,
  },
  {
    n: 40,
    id: '40-folder',
    title: 'the notebook is a folder, beside it a text',
    defence: 'as above',
    prepare: (folder) => {
      rmSync(join(folder, 'lesson.ipynb'));
      writeFileSync(join(folder, 'other.txt'), 'no notebook');
      mkdirSync(join(folder, 'lesson.ipynb'));
    },
    verdicts: ['not-run'],
    whole: true,
  },
  ...[
    {
      id: '40-zip-slip',
      title: 'a zip whose entries leave their folder',
      defence: 'nothing is unpacked: entries are read in memory, by path segments',
      entries: () => [{ name: '../red-team-was-here' }, { name: '/tmp/red-team-was-here' }],
    },
    {
      id: '40-zip-link',
      title: "a zip with a link to another student's notebook",
      defence: 'only plain files of an archive are read',
      entries: () => [
        { name: 'lesson.ipynb', data: '/38-kernelspec/lesson.ipynb', mode: 0o120777 },
        { name: 'more/lesson.ipynb', data: '/etc/passwd', mode: 0o120777 },
      ],
    },
    {
      id: '40-zip-bomb',
      title: 'a zip that unpacks to a gigabyte',
      defence: 'caps on size and ratio, counted while it is unpacked',
      entries: () => [{ name: 'lesson.ipynb', data: Buffer.alloc(1 << 30), declaredSize: 1000 }],
    },
    {
      id: '40-zip-in-zip',
      title: 'a zip in a zip in a zip',
      defence: 'one zip in a folder is opened, none inside it',
      entries: () => [
        {
          name: 'a.zip',
          data: sampleZip([{ name: 'b.zip', data: sampleZip([{ name: 'lesson.ipynb' }]) }]),
        },
      ],
    },
  ].map(
    ({ entries, ...attack }) =>
      /** @type {import('./attack.js').Attack} */ ({
        ...attack,
        n: 40,
        prepare: (folder) => {
          rmSync(join(folder, 'lesson.ipynb'));
          writeFileSync(join(folder, 'work.zip'), sampleZip(entries()));
        },
        verdicts: ['not-run'],
        whole: true,
      }),
  ),
  {
    n: 41,
    id: '41-stored-xss',
    title: 'HTML, SVG and script in output, errors, answers and names',
    defence: 'every text is escaped; the pages forbid scripts by their policy',
    code: `// </script><script>alert('XSS-PROBE')</script>
${head}
  console.log('</pre><script>alert("XSS-PROBE")</script><svg onload=alert("XSS-PROBE")>');
  class Evil extends Error { name = '<img src=x onerror=alert("XSS-PROBE")>'; }
  throw new Evil('"><iframe srcdoc="<script>alert(\\'XSS-PROBE\\')</script>">\`<b>\`');
}`,
    verdicts: ['error'],
  },
  {
    n: 42,
    id: '42-csv-formula',
    title: 'a formula in the exported table',
    defence: '',
    verdicts: [],
    absent: 'there is no CSV export',
  },
  {
    n: 43,
    id: '43-hostile-values',
    title: 'a frame with values that a decoder may trip over',
    defence: 'tagged nodes, caps, plain data',
    code: `const { writeSync } = require('node:fs');
let calls = 0;
const nodes = [
  '["o",[["__proto__",["o",[["passed",true]]]]]]',
  '["t","float32",[-1],0,0]',
  '["t","float32",[4294967296,4294967296],0,0]',
  '["i","' + '9'.repeat(5000) + '"]',
  '["a",'.repeat(5000) + 'null' + ']'.repeat(5000),
  '["p",8,800]',
];
${head}
  const text = Buffer.from('{"type":"value","id":' + ++calls + ',"value":' + nodes[calls % nodes.length] + ',"args":[]}');
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(text.length, 0);
  writeSync(3, Buffer.concat([prefix, text]));
  ${wrong}
}`,
    verdicts: ['tampered', 'failed'],
  },
  {
    n: 44,
    id: '44-gradebook',
    title: 'the gradebook is looked for and written',
    defence: 'it is not in the sandbox',
    code: `const fs = require('node:fs');
for (const folder of ['/', '/tmp', '/root', '/home', '/work', '/proc/1/root', '/proc/' + process.ppid + '/cwd', '/old'])
  for (const name of ['gradebook.db', 'results.json', 'results/results.json', 'red-team-was-here'])
    try { if (!folder.startsWith('/tmp')) fs.writeFileSync(folder + '/' + name, '{"score":99}'); } catch {}
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 45,
    id: '45-configuration',
    title: 'package.json, .npmrc, tsconfig, vitest.config, node_modules beside the notebook',
    defence: 'only answer cells are used',
    files: {
      'package.json': '{"type":"module","scripts":{"preinstall":"touch /tmp/red-team-was-here"}}',
      '.npmrc': 'registry=http://127.0.0.1:1/',
      'tsconfig.json': '{"compilerOptions":{"paths":{"gradus":["./evil.ts"]}}}',
      'vitest.config.ts': 'throw new Error("red team")',
      'gradus.json': '{"tests":[],"score":20}',
      'syllabus.md': '# Nothing to do',
      'node_modules/gradus/index.js': 'throw new Error("red team")',
      'node_modules/@tensorflow/tfjs-core/index.js': 'throw new Error("red team")',
      'z.ipynb': '{"nbformat":4}',
    },
    code: `${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 46,
    id: '46-type-recursion',
    title: 'types that compute without end',
    defence: 'code is run without its types; the checker has its own thread and limit',
    code: `type Grow<T extends unknown[]> = T['length'] extends 900 ? T : Grow<[...T, T, Grow<[...T, 1]>]>;
type Power<N extends string> = \`\${N}\${N}\` extends infer S extends string ? Power<S> : never;
let tower: Grow<[]>; let other: Power<'ab'>;
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 46,
    id: '46-files-in-diagnostics',
    title: 'a file of the grader echoed by a type error',
    defence: "imports of the student's text resolve to packages only, never to a path",
    code: `/// <reference path="/etc/passwd" />
import canary from '{{CANARY_FOLDER}}/canary.json';
import * as typed from '{{CANARY_FOLDER}}/canary';
const wrongType: number = canary;
const second: number = typed.secret;
const third: typeof import('{{CANARY_FOLDER}}/canary').secret = 1;
${head} ${wrong} }`,
    verdicts: ['error', 'failed'],
  },
  {
    n: 47,
    id: '47-prompt-injection',
    title: 'instructions to a model that gives feedback',
    defence: '',
    verdicts: [],
    absent: 'no model reads a submission or gives a point',
  },
  {
    n: 48,
    id: '48-ci-workflow',
    title: 'the workflow or the tests in the repository are edited',
    defence: '',
    verdicts: [],
    absent: 'what counts is graded by the instructor; a student repository has no say',
  },
  {
    n: 49,
    id: '49-native-code',
    title: 'process.dlopen, process.binding, WebAssembly',
    defence: 'walls around the process hold against native code; nothing native to load',
    code: `for (const name of ['fs', 'spawn_sync', 'process_wrap'])
  try { (process as any).binding(name); } catch {}
for (const file of ['/lib/x86_64-linux-gnu/libc.so.6', '/gradus/driver.blob', '/tmp/own.node'])
  try { if (file.startsWith('/tmp')) require('node:fs').writeFileSync(file, '\\x7fELF'); (process as any).dlopen({ exports: {} }, file); } catch {}
${head} ${wrong} }`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 50,
    id: '50-escape-the-context',
    title: 'constructor.constructor out of vm',
    defence: 'vm is no boundary here: there is nothing to escape to',
    code: `const host = ([] as any).constructor.constructor('return process')();
try { host.mainModule.require('fs').writeFileSync('/red-team-was-here', ''); } catch {}
try { host.getBuiltinModule('module').createRequire('/')('fs').writeFileSync('/red-team-was-here', ''); } catch {}
${head} ${wrong} }`,
    verdicts: ['failed', 'error'],
  },
];
