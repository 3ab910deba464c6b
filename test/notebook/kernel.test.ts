import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import {
  type CellJob,
  type CellRun,
  errorText,
  runCells,
  streamText,
  temporaryWorkspace,
} from './run-cells.js';

/** Cells by name, run in this order in one kernel. */
const cells = {
  notRun: 'tf.add(w, digits);\ntf.sub(w, digits);',
  plain: 'const a: number = 1;\na + 1',
  imports: [
    "import { barChart, display, liveChart, passedOr, progress, tf, check } from 'gradus';",
    "import type { Tensor2D } from 'gradus';",
    "import * as library from 'gradus/deep-learning';",
  ].join('\n'),
  define: [
    '// the student writes TypeScript',
    'interface Box { x?: { y: number } }',
    '',
    'function open(box: Box): number {',
    '  const first: number = 1;',
    '  return first + box.x!.y;',
    '}',
  ].join('\n'),
  throws: 'const empty: {} = {};\n\nopen(empty);',
  throwsLater: 'await Promise.resolve();\nopen({});',
  typeError: 'const t: string = 5;\nconst u = nope + 1;',
  redefined:
    'function open(box: any): number {\n\n\n  throw new RangeError("closed");\n}\nopen(1);',
  thrownText: "throw 'text'",
  forAwait: 'for await (const x of [1]) console.log(x)',
  syntax: 'const r = new RegExp("(");',
  punctuation: 'console.log(“a”，1)',
  late: "setTimeout(() => { throw new Error('later'); }, 1);\nawait new Promise((r) => setTimeout(r, 50));",
  noise:
    "console.warn('INT64 output tensor will be stored as BigInt64Array.'); console.error('mine');",
  callback: "await new Promise<void>((r) => { process.stdout.write('written', () => r()); })",
  figure: "barChart({ title: 'Bars', labels: ['a'], values: [1] })",
  checkFirst: "await check('softmax', (x: Tensor2D) => x)",
  tensor: 'tf.tensor2d([[1, 2]])',
  bundle: "display(barChart({ title: 'Bars', labels: ['a'], values: [1] }));",
  busyLoop: { code: 'while (true) {}', interrupt_after: 0.5 },
  neverSettles: { code: 'await new Promise(() => {})', interrupt_after: 0.5 },
  chart: "const chart = liveChart({ title: 'Loss', series: ['train'] });\nlet x = 0;",
  chartLoop: { code: 'while (true) await chart.add({ x: x++, train: 1 })', interrupt_after: 2 },
  afterLoop: 'const then = x;\nawait new Promise((r) => setTimeout(r, 200));\nx === then',
  bar: "const bar = progress({ total: 2, label: 'steps' });\nawait bar.add();\nawait bar.add();",
  checkBroken:
    "await check('softmax', (x: Tensor2D) => {\n  const y: any = x;\n  return y.foo.bar;\n})",
  checkDeep:
    "await check('softmax', (x: Tensor2D) =>\n  tf.tidy(() => tf.tidy(() =>\n    tf.matMul(x, tf.ones([77, 2])))))",
  fit: [
    'const net = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });',
    "net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });",
    'await net.fit(tf.ones([8, 2]), tf.ones([8, 1]), { epochs: 3 });',
    'console.log({ net, row: tf.tensor1d([1, 2]) });',
  ].join('\n'),
  checkUnknown: "await check('sofmax', () => 1)",
  library: "passedOr('softmax', () => 1, library.softmax) === library.softmax",
} satisfies Record<string, CellJob>;

type Name = keyof typeof cells;

describeIf('jupyter', 'the kernel through the Jupyter protocol', () => {
  const workspace = temporaryWorkspace();
  const runs = new Map<string, CellRun>();
  let ready = 0;
  beforeAll(async () => {
    const session = await runCells(Object.values(cells), { cwd: workspace.folder });
    ready = session.ready;
    for (const [i, name] of Object.keys(cells).entries()) {
      const run = session.results[i];
      if (run !== undefined) runs.set(name, run);
    }
  });
  afterAll(() => workspace.remove());
  const run = (name: Name) => runs.get(name);
  const count = (name: Name): number => run(name)?.reply.execution_count ?? 0;
  const display = (name: Name) =>
    run(name)?.outputs.filter(
      ({ type }) => type === 'display_data' || type === 'update_display_data',
    );

  test('answers, and never skips a cell after a failed one', () => {
    expect(ready).toBeLessThan(30);
    expect(streamText(run('plain'), 'stdout')).toBe('2\n');
    const statuses = [...runs].filter(([, { reply }]) => !['ok', 'error'].includes(reply.status));
    expect(statuses).toEqual([]);
  });

  test('an error names the cell, the line as written, its text, and the cell that called', () => {
    expect(run('throws')?.reply).toMatchObject({ status: 'error', ename: 'TypeError' });
    expect(errorText(run('throws'))).toBe(
      [
        "TypeError: Cannot read properties of undefined (reading 'y')",
        '',
        `In [${count('define')}], line 6, in open`,
        '    6 |   return first + box.x!.y;',
        '      |                         ^',
        `In [${count('throws')}], line 3`,
        '    3 | open(empty);',
      ].join('\n'),
    );
    expect(errorText(run('throwsLater'))).toContain(`In [${count('throwsLater')}], line 2`);
  });

  test('an error in a cell that was written anew names the new cell', () => {
    expect(errorText(run('redefined'))).toContain(`In [${count('redefined')}], line 4, in open`);
  });

  test('type errors come with their lines and carets, all of them', () => {
    const cell = count('typeError');
    expect(errorText(run('typeError'))).toBe(
      [
        `In [${cell}], line 1: Type 'number' is not assignable to type 'string'.`,
        '    1 | const t: string = 5;',
        '      |       ^',
        `In [${cell}], line 2: Cannot find name 'nope'.`,
        '    2 | const u = nope + 1;',
        '      |           ^',
      ].join('\n'),
    );
  });

  test('what is no Error, what does not parse, and what nothing catches can be read', () => {
    expect(errorText(run('thrownText'))).toContain("thrown: 'text'");
    expect(streamText(run('forAwait'), 'stdout')).toBe('1\n');
    expect(errorText(run('syntax'))).toContain(`In [${count('syntax')}], line 1`);
    const late = streamText(run('late'), 'stderr');
    expect(late).toContain('An error that nothing caught');
    expect(late).toContain(`In [${count('late')}], line 1`);
  });

  test('a cell that needs the ones above says so once; a character of another keyboard is named', () => {
    const text = errorText(run('notRun'));
    expect(text).toMatch(
      /^`tf`, `w`, `digits` come from cells that have not run .* Run the cells above/,
    );
    expect(text.split('\n')).toHaveLength(1);
    expect(errorText(run('punctuation'))).toContain(`In [${count('punctuation')}], line 1: \`“\``);
    expect(errorText(run('punctuation'))).toContain('Write `,` instead');
  });

  test('no library log reaches the notebook, what the student prints does', () => {
    expect(streamText(run('imports'), 'stderr')).toBe('');
    expect(streamText(run('noise'), 'stderr')).toBe('mine\n');
    expect(run('callback')?.reply.status).toBe('ok');
  });

  test('figures come as plotly, picture and text; a last expression is shown as what it is', () => {
    for (const name of ['bundle', 'figure'] as const) {
      const data = display(name)?.[0]?.data ?? {};
      expect(data['application/vnd.plotly.v1+json']).toMatchObject({ data: [{ type: 'bar' }] });
      expect(data['image/svg+xml']).toMatch(/^<svg /);
      expect(data['text/plain']).toBe('Bar chart: Bars. a 1.');
    }
    expect(streamText(run('tensor'), 'stdout')).toBe('Tensor float32 [1, 2] [[1, 2]]\n');
  });

  test('a busy loop and a promise that never settles can be stopped', () => {
    for (const name of ['busyLoop', 'neverSettles'] as const) {
      expect(errorText(run(name)), name).toBe('Interrupted.');
      expect(run(name)?.seconds, name).toBeLessThan(3);
    }
  });

  test('a loop that draws a chart can be stopped, and really ends', () => {
    expect(errorText(run('chartLoop'))).toBe('Interrupted.');
    const drawn = display('chartLoop') ?? [];
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.length).toBeLessThan(20);
    expect(streamText(run('afterLoop'), 'stdout')).toBe('true\n');
  });

  test('progress is one place that changes', () => {
    const drawn = display('bar') ?? [];
    expect(drawn.map(({ type }) => type)).toEqual(['display_data', 'update_display_data']);
    expect(drawn.at(-1)?.data?.['text/plain']).toMatch(/^steps 2\/2 · took /);
  });

  test('check names the line of the student, and the exercises when the name is wrong', () => {
    const text = String(display('checkBroken')?.[0]?.data?.['text/plain']);
    expect(text).toContain(`In [${count('checkBroken')}], line 3: return y.foo.bar;`);
    expect(text).toContain('Your code threw TypeError');
    expect(errorText(run('checkUnknown'))).toContain('No exercise is called `sofmax`.');
    expect(errorText(run('checkUnknown'))).toContain('softmax');
  });

  test('an error inside a library call names the line that made the call', () => {
    const text = String(display('checkDeep')?.[0]?.data?.['text/plain']);
    expect(text).toContain('inner dimensions 3 and 77 differ');
    expect(text).toContain(`In [${count('checkDeep')}], line 3: tf.matMul(x, tf.ones([77, 2]))`);
  });

  test('fit draws one line in one place; models and tensors print what they hold', () => {
    const drawn = display('fit') ?? [];
    expect(drawn.filter(({ type }) => type === 'display_data')).toHaveLength(1);
    expect(drawn.at(-1)?.data?.['text/plain']).toMatch(/^steps 3\/3 .* epoch 3\/3 · loss /);
    expect(streamText(run('fit'), 'stderr')).toBe('');
    expect(streamText(run('fit'), 'stdout')).toContain('Total params: 3');
    expect(streamText(run('fit'), 'stdout')).toContain('row: Tensor float32 [2] [1, 2]');
  });

  test('check chooses a backend when the set-up cell was not run', () => {
    expect(streamText(run('checkFirst'), 'stdout')).toMatch(/^Backend: /);
    expect(display('checkFirst')?.[0]?.data?.['text/plain']).not.toContain('grader itself');
  });

  test('the library stands in for an exercise that has not passed', () => {
    expect(streamText(run('library'), 'stdout')).toBe(
      "`softmax`: the library's version runs here until yours passes its check.\ntrue\n",
    );
  });
});

describeIf('jupyter', 'files that change while the kernel runs', () => {
  const workspace = temporaryWorkspace();
  afterAll(() => workspace.remove());

  test('a changed file is read anew, and many changes at once break nothing', async () => {
    const file = (value: string) =>
      `require('node:fs').writeFileSync('util.ts', 'export const f = () => ${value};');`;
    const pause = 'await new Promise((r) => setTimeout(r, 2500));';
    const many = [
      "const fs = require('node:fs');",
      "for (const n of [1, 2, 3]) fs.mkdirSync('node_modules/other' + n, { recursive: true });",
      "for (const n of [1, 2, 3]) fs.writeFileSync('node_modules/other' + n + '/index.d.ts', 'export {}');",
      "fs.writeFileSync('added.ts', 'export const added = 7;');",
    ].join('\n');
    const { results } = await runCells(
      [
        file('1'),
        "import { f } from './util';\nf()",
        "import { added } from './added';",
        `${many}\n${file('"two"')}\n${pause}`,
        "import { f } from './util';\nf().length",
        "import { added } from './added';\nadded",
      ],
      { cwd: workspace.folder },
    );
    expect(results.map((run) => streamText(run, 'stderr') + errorText(run))).toEqual([
      '',
      '',
      expect.stringContaining("Cannot find module './added'"),
      '',
      '',
      '',
    ]);
    expect(streamText(results[4], 'stdout')).toBe('3\n');
    expect(streamText(results[5], 'stdout')).toBe('7\n');
  });
});

describeIf('jupyter', 'a kernel that tslab itself started', () => {
  const workspace = temporaryWorkspace();
  afterAll(() => workspace.remove());

  test('everything works, only places are those of the compiled code and say so', async () => {
    const tslab = new URL('../../node_modules/tslab/bin/tslab', import.meta.url).pathname;
    const { results } = await runCells(
      [
        "import { barChart, check, display } from 'gradus';\nimport type { Tensor2D } from 'gradus';",
        "display(barChart({ title: 'Bars', labels: ['a'], values: [1] }));",
        "await check('softmax', (x: Tensor2D) => {\n  const y: any = x;\n  return y.foo.bar;\n})",
      ],
      {
        cwd: workspace.folder,
        argv: [process.execPath, '--no-warnings', tslab, 'kernel'],
      },
    );
    expect(results.map(({ reply }) => reply.status)).toEqual(['ok', 'ok', 'ok']);
    const shown = results.map(
      ({ outputs }) => outputs.find((o) => o.type === 'display_data')?.data,
    );
    expect(Object.keys(shown[1] ?? {})).toContain('application/vnd.plotly.v1+json');
    expect(shown[2]?.['text/plain']).toMatch(/Line \d+ of the compiled code\./);
  });
});

describe('the kernel without arguments', () => {
  test('says what it wants', async () => {
    const { spawnSync } = await import('node:child_process');
    const program = new URL('../../dist/student/dist/src/notebook/kernel.js', import.meta.url);
    const { status, stderr } = spawnSync(process.execPath, [program.pathname], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('Expected --config-path <connection file>');
  });
});
