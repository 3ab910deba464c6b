/** Types from cell to cell, and what the editor asks for: Tab and Shift-Tab. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import {
  type CellJob,
  type CellRun,
  errorText,
  runCells,
  streamText,
  temporaryWorkspace,
} from './run-cells.js';

const is = (value: string): string => `const wrong: never = ${value};`;
const ask = (code: string, kind: 'complete' | 'inspect' = 'complete'): CellJob => ({
  ask: kind,
  code,
});

const setup = [
  "import { loadDataset, tf, useBackend } from 'gradus';\nawait useBackend({ backend: 'cpu', printBackend: false });",
  'const w = tf.ones([2, 2]);',
  [
    "const digits = await loadDataset('digits');",
    'const { trainX } = { trainX: tf.ones([4, 3, 2]) };',
    'const [first, ...rest] = [tf.scalar(1), tf.scalar(2)];',
    'const later = Promise.resolve(w);',
    'class Net<T> { layers = [w]; constructor(readonly extra: T) {} forward() { return this.layers[0]!.add(1); } }',
    'interface Options { rate: number; tensor: typeof w }',
    'const net = new Net({ rate: 1, tensor: w } as Options);',
    'function forward(o: Options) { return { out: o.tensor.matMul(w), o }; }',
    'const identity = <T>(x: T) => x;',
    'const local = (() => { class Hidden { deep = w; } return new Hidden(); })();',
    'const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });',
    'const table = new Map([["w", w]]);',
  ].join('\n'),
];

/** A value of another cell, and the type that the compiler names for it. */
const typed: [value: string, type: string][] = [
  ['w', 'Tensor<[number, number]>'],
  ['digits', 'ImageDataset'],
  ['trainX', 'Tensor<[number, number, number]>'],
  ['first', 'Scalar'],
  ['rest', '[Scalar]'],
  ['await later', 'Tensor<[number, number]>'],
  ['net', 'Net<Options>'],
  ['net.forward()', 'Tensor<[number, number]>'],
  ['net.extra.tensor', 'Tensor<[number, number]>'],
  ['forward(net.extra)', 'out: '],
  ['identity(net.extra)', 'Options'],
  ['local.deep', 'Tensor<[number, number]>'],
  ['model', 'Sequential'],
  ['table', 'Map<string, Tensor<[number, number]>>'],
];

describeIf('jupyter', 'types between cells', () => {
  const workspace = temporaryWorkspace();
  const asked = {
    members: ask('digits.|'),
    part: ask('model.comp|'),
    argument: ask('tf.add(|'),
    option: ask('model.compile({ o|'),
    chain: ask('w.add(1).|'),
    own: ask('net.extra.|'),
    sameCell: ask('const q = tf.ones([2]);\nq.|'),
    inspectValue: ask('digi|ts', 'inspect'),
    inspectCall: ask('tf.on|es([2, 2])', 'inspect'),
    inspectMember: ask('model.fi|t()', 'inspect'),
    inspectOwn: ask('forwar|d', 'inspect'),
  };
  let checks: CellRun[] = [];
  const answers = {} as Record<keyof typeof asked, CellRun>;
  beforeAll(async () => {
    const jobs = [...setup, ...typed.map(([value]) => is(value)), ...Object.values(asked)];
    const { results } = await runCells(jobs, { cwd: workspace.folder });
    expect(results.slice(0, setup.length).map(errorText)).toEqual(setup.map(() => ''));
    checks = results.slice(setup.length, setup.length + typed.length);
    for (const [i, name] of Object.keys(asked).entries()) {
      answers[name as keyof typeof asked] = results[setup.length + typed.length + i] as CellRun;
    }
  });
  afterAll(() => workspace.remove());

  test.each(typed.map(([value, type], i) => [value, type, i] as const))(
    '%s is %s',
    (_value, type, i) => {
      expect(errorText(checks[i])).toContain("is not assignable to type 'never'");
      expect(errorText(checks[i])).toContain(type);
    },
  );

  test('Tab knows the members of values of other cells', () => {
    expect(answers.members.reply.matches).toContain('classes');
    expect(answers.part.reply.matches?.[0]).toBe('compile');
    expect(answers.argument.reply.matches).toEqual(
      expect.arrayContaining(['w', 'first', 'digits']),
    );
    expect(answers.option.reply.matches?.[0]).toBe('optimizer');
    expect(answers.chain.reply.matches).toContain('matMul');
    expect(answers.own.reply.matches).toEqual(['rate', 'tensor']);
    expect(answers.sameCell.reply.matches).toContain('reshape');
  });

  test('Shift-Tab says types and what the documentation says', () => {
    const text = (name: keyof typeof asked): string =>
      answers[name].reply.data?.['text/plain'] ?? '';
    expect(text('inspectValue')).toContain('ImageDataset');
    expect(text('inspectCall')).toContain('ones');
    expect(text('inspectMember')).toContain('options?: FitOptions');
    expect(text('inspectOwn')).toContain('Options');
  });

  test('both answer in a blink', () => {
    for (const { seconds } of Object.values(answers)) expect(seconds).toBeLessThan(3);
  });
});

describeIf('jupyter', 'packages with `exports`', () => {
  const workspace = temporaryWorkspace();
  afterAll(() => workspace.remove());

  const packages: Record<string, Record<string, string>> = {
    modern: {
      'package.json':
        '{"name":"modern","version":"1.0.0","type":"module","exports":{".":{"types":"./lib/i.d.ts","import":"./lib/i.js"},"./sub":{"import":"./lib/sub.js"}}}',
      'lib/i.js': 'export default (x) => x * 2;\nexport const named = "n";',
      'lib/i.d.ts':
        'declare const f: (x: number) => number;\nexport default f;\nexport const named: string;\nexport interface Shape { sides: number }',
      'lib/sub.js': 'export const below = 1;',
      'lib/sub.d.ts': 'export declare const below: number;',
    },
    waiting: {
      'package.json': '{"name":"waiting","version":"1.0.0","type":"module","exports":"./w.js"}',
      'w.js': 'export const value = await Promise.resolve(41);',
      'w.d.ts': 'export declare const value: number;',
    },
    untyped: {
      'package.json':
        '{"name":"untyped","version":"1.0.0","type":"module","exports":{"default":"./u.js"}}',
      'u.js': 'export const free = { any: "thing" };',
    },
  };

  test('are imported with their types: by conditions, by subpath, waiting at their top, untyped', async () => {
    for (const [name, files] of Object.entries(packages)) {
      for (const [file, text] of Object.entries(files)) {
        const path = join(workspace.folder, 'node_modules', name, file);
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, text);
      }
    }
    const { results } = await runCells(
      [
        "import twice, { named, type Shape } from 'modern';\nimport { below } from 'modern/sub';\n[twice(2), named, below].join()",
        "import { value } from 'waiting';\nvalue + 1",
        "import { free } from 'untyped';\nfree.any",
        'const s: Shape = { sides: 3 };\nconst n: string = twice(1);',
        "import * as all from 'modern';\nconst { below: again } = await import('modern/sub');\n[Object.keys(all).sort().join(), again].join()",
        "import nothing from 'modern/none';",
      ],
      { cwd: workspace.folder },
    );
    expect(results.map((run) => streamText(run, 'stdout') + streamText(run, 'stderr'))).toEqual([
      '4,n,1\n',
      '42\n',
      'thing\n',
      '',
      'default,named,1\n',
      '',
    ]);
    expect(errorText(results[3])).toContain("Type 'number' is not assignable to type 'string'");
    expect(errorText(results[5])).toContain("Cannot find module 'modern/none'");
  });
});
