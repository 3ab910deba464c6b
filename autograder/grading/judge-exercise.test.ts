import { beforeAll, expect, test as it } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { localDriver, referenceFunctions } from '../judge/local-driver.js';
import type { Reference } from '../judge/reference.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import { test } from '../judge/test.js';
import { chooseBackend } from '../sandbox/choose-backend.js';
import { defaultLimits } from '../sandbox/limits.js';
import { prepareRuntime } from '../sandbox/runtime.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { compileSlice } from '../submission/compile.js';
import { parseNotebook } from '../submission/notebook.js';
import { parseCells, sliceFor } from '../submission/slice.js';
import { type GradingContext, hiddenSeed, judgeExercise, seedOf } from './judge-exercise.js';

const seen: number[] = [];
const double = (visible: boolean) =>
  test({ name: visible ? 'shown' : 'hidden', points: 1, kind: 'value', visible }, async (t) => {
    const x = t.rng.integer(0, 1_000_000);
    if (!visible) seen.push(x);
    t.expectClose(await t.student.double?.(x), await t.reference.double?.(x));
  });

const none = { tensor: () => undefined };
const reference: Reference = {
  lesson: 'a-lesson',
  tests: { double: [double(false), double(true)] },
  solution: {},
  functions: referenceFunctions(localDriver({ double: (x: number) => 2 * x }, tensorAdapter(none))),
  allowed: { double: { deny: ['tf.add'] } },
  hash: '',
};

it('visible inputs are drawn for class and student when graded, and are recorded ones in a check', () => {
  const [shown] = reference.tests.double?.filter(({ visible }) => visible) ?? [];
  if (shown === undefined) throw new Error('unreachable');
  const sandboxes = { take: (): never => fail() };
  const fail = (): never => {
    throw new Error('no sandbox is needed');
  };
  const graded = (secret: Uint8Array | undefined, student: string): string => {
    const judge = { reference, sandboxes, limits: defaultLimits, secret };
    return seedOf(judge, student, 'double', shown);
  };
  const secrets = [Buffer.alloc(32, 7), Buffer.alloc(32, 8), undefined];
  const seeds = secrets.flatMap((secret) => ['ada', 'boole'].map((name) => graded(secret, name)));
  expect(new Set(seeds).size).toBe(5);
  expect(graded(undefined, 'ada')).toBe('visible/double/shown');
  expect(graded(secrets[0], 'ada')).toBe(graded(secrets[0], 'ada'));
});

describeIf('unshare', 'an exercise through the sandbox', () => {
  let judge: GradingContext;
  beforeAll(async () => {
    const runtime = await prepareRuntime();
    const backend = await chooseBackend('auto', runtime);
    const take = (): Sandbox => startSandbox({ backend, runtime, limits: defaultLimits });
    judge = { reference, sandboxes: { take }, limits: defaultLimits, secret: Buffer.alloc(32, 7) };
  });

  const run = async (sources: string[], options: Partial<GradingContext> = {}, student = 'ada') => {
    const cells = sources.map((source) => ({ cell_type: 'code', source }));
    const notebook = parseNotebook(Buffer.from(JSON.stringify({ nbformat: 4, cells })));
    const slice = sliceFor(parseCells(notebook), ['double']);
    const compiled = await compileSlice(slice.cells, ['double']);
    return judgeExercise({ ...judge, ...options }, student, { exercise: 'double', compiled });
  };

  it('visible first, then hidden; only the visible part is printed for the student', async () => {
    const { tests, output } = await run([
      'const double = (x) => { console.log("got", x); return 2 * x; };',
    ]);
    expect(tests.map((t) => [t.id, t.verdict])).toEqual([
      ['double/shown', 'passed'],
      ['double/hidden', 'passed'],
    ]);
    expect(output).toMatch(/^got \d+\n$/);
    expect(output).not.toContain(`${seen.at(-1)}`);
  });

  it('what was remembered of a hidden input cannot reach the printed part', async () => {
    // The first call dies, so that a fresh process is started for the hidden test.
    const code = 'let n = 0; const double = (x) => { console.log("leak", x); process.exit(0); };';
    const { tests, output } = await run([code]);
    expect(tests.map((t) => t.verdict)).toEqual(['error', 'error']);
    expect(output.match(/leak/g)).toHaveLength(1);
    expect(output).not.toContain(`${seen.at(-1)}`);
  });

  it('has tf.data, as the notebook has', async () => {
    const { tests } = await run([
      "import { tf } from 'gradus';",
      `async function double(x) {
  const [first] = await tf.data.array([x]).map((value) => 2 * value).batch(1).toArray();
  return first.dataSync()[0];
}`,
    ]);
    expect(tests.map((t) => t.verdict)).toEqual(['passed', 'passed']);
  });

  it('an error names cell, line and text as the student sees them', async () => {
    const { tests } = await run([
      'const factor: number = 2;',
      'function double(x: number): number {\n  const y: number = factor;\n  return missing(y, x);\n}',
    ]);
    expect(tests[0]).toMatchObject({
      verdict: 'error',
      issue: {
        code: 'threw',
        params: { name: 'ReferenceError', message: 'missing is not defined' },
        place: { cell: 2, line: 3, text: 'return missing(y, x);' },
      },
    });
  });

  it('a function that is not allowed throws, and says why', async () => {
    const { tests } = await run([
      "import { tf } from 'gradus';\nconst double = (x) => tf.add(x, x).dataSync()[0];",
    ]);
    expect(tests[0]?.issue?.params.message).toContain('tf.add may not be used in this exercise');
  });

  it('what code reached for is noticed, caught or computed, and changes no verdict', async () => {
    const caught = `import { tf } from 'gradus';
      const double = (x) => { try { tf['a' + 'dd'](x, x); } catch {} require('fs'); return 2 * x; };`;
    const { tests, noticed } = await run([caught]);
    expect(tests.map((t) => t.verdict)).toEqual(['passed', 'passed']);
    expect(noticed).toEqual(['tf.add', 'node:fs']);
    // What such a process says of itself is believed only where it is a name that we know.
    const forged = `${"import { createRng } from 'gradus';"} const double = (x) => {
      try { require('path'); require('<b>'); } catch {} return 2 * x; };`;
    expect((await run([forged])).noticed).toEqual([]);
  });

  it('what has no place in the sandbox says so when it is used, not when it is imported', async () => {
    const code =
      "import { loadDataset, display, useBackend } from 'gradus';\nawait useBackend(); await display(1);\n";
    expect((await run([`${code}const double = (x) => 2 * x;`])).tests[0]?.verdict).toBe('passed');
    const used = await run([`${code}const double = (x) => loadDataset('digits');`]);
    expect(used.tests[0]?.issue?.params.message).toContain(
      "loadDataset of 'gradus' is not available",
    );
  });

  it('a cell that throws while loading is told once for all tests, with its place', async () => {
    const { tests } = await run([
      'if (Date.now() > 0)\nthrow new Error("too early");\nconst double = (x) => 2 * x;',
    ]);
    expect(tests.map((t) => t.issue)).toEqual(
      Array(2).fill({
        code: 'load-failed',
        params: { message: 'Error: too early' },
        place: { cell: 1, line: 2, column: 7, text: 'throw new Error("too early");' },
      }),
    );
  });

  it('a name that holds no function fails', async () => {
    const { tests } = await run(['const double = 2;']);
    expect(tests[0]).toMatchObject({
      verdict: 'failed',
      issue: { code: 'not-a-function', params: { type: 'number' } },
    });
  });

  it('without a secret only visible tests run', async () => {
    const { tests } = await run(['const double = (x) => 2 * x;'], { secret: undefined });
    expect(tests.map((t) => t.id)).toEqual(['double/shown']);
  });

  it('hidden inputs are the same on a regrade, and others for another student', async () => {
    const right = ['const double = (x) => 2 * x;'];
    await run(right);
    await run(right);
    await run(right, {}, 'bob');
    expect(seen.at(-3)).toBe(seen.at(-2));
    expect(seen.at(-1)).not.toBe(seen.at(-2));
  });
});

it('a seed depends on secret, student, lesson, exercise and test, and on nothing in between', () => {
  const seed = (...parts: [string, string, string, string, string]) => {
    const [secret, student, lesson, exercise, id] = parts;
    return hiddenSeed(Buffer.from(secret), student, lesson, exercise, { id });
  };
  const seeds = [
    seed('s', 'ada', 'l', 'e', 't'),
    seed('S', 'ada', 'l', 'e', 't'),
    seed('s', 'adal', '', 'e', 't'),
    seed('s', 'ada', 'le', '', 't'),
    seed('s', 'ada', 'l', 'et', ''),
  ];
  expect(new Set(seeds).size).toBe(seeds.length);
});
