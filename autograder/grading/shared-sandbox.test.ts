import { afterAll, beforeAll, expect, test as it } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { localDriver, referenceFunctions } from '../judge/local-driver.js';
import type { Reference } from '../judge/reference.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import { type Test, test } from '../judge/test.js';
import { chooseBackend } from '../sandbox/choose-backend.js';
import { defaultLimits } from '../sandbox/limits.js';
import { PreStarted } from '../sandbox/pre-started.js';
import { prepareRuntime } from '../sandbox/runtime.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { compileSlice } from '../submission/compile.js';
import { parseNotebook } from '../submission/notebook.js';
import { parseCells, sliceFor } from '../submission/slice.js';
import type { GradingContext, RunnableExercise } from './judge-exercise.js';
import { judgeTogether } from './shared-sandbox.js';

/** Every input that left the judge, in order. */
const asked: [name: string, visible: boolean][] = [];
const times = (name: string, factor: number, visible: boolean): Test =>
  test({ name: visible ? 'shown' : 'hidden', points: 1, kind: 'value', visible }, async (t) => {
    asked.push([name, visible]);
    const x = t.rng.integer(0, 1_000_000);
    t.expectClose(await t.student[name]?.(x), factor * x);
  });
const factors = { double: 2, triple: 3, fourfold: 4 };
const none = { tensor: () => undefined };
const reference: Reference = {
  lesson: 'a-lesson',
  tests: Object.fromEntries(
    Object.entries(factors).map(([name, factor]) => [
      name,
      [times(name, factor, false), times(name, factor, true)],
    ]),
  ),
  solution: {},
  functions: referenceFunctions(localDriver({}, tensorAdapter(none))),
  allowed: { double: { deny: ['tf.add'] } },
  hash: '',
};

describeIf('unshare', 'exercises that share a sandbox', () => {
  let judge: GradingContext;
  let sandboxes: PreStarted;
  let start: () => Sandbox;
  let taken = 0;
  beforeAll(async () => {
    const runtime = await prepareRuntime();
    const backend = await chooseBackend('auto', runtime);
    start = () => startSandbox({ backend, runtime, limits: defaultLimits });
    sandboxes = new PreStarted(start, 1);
    const take = () => {
      taken++;
      return sandboxes.take();
    };
    judge = { reference, sandboxes: { take }, limits: defaultLimits, secret: Buffer.alloc(32, 7) };
  });
  afterAll(() => sandboxes.close());

  /** What of each exercise's code passes, and how many sandboxes that took. */
  const run = async (sources: Record<string, string>) => {
    const prepared: RunnableExercise[] = [];
    for (const [exercise, source] of Object.entries(sources)) {
      const cells = [{ cell_type: 'code', source }];
      const notebook = parseNotebook(Buffer.from(JSON.stringify({ nbformat: 4, cells })));
      const slice = sliceFor(parseCells(notebook), [exercise]);
      prepared.push({ exercise, compiled: await compileSlice(slice.cells, [exercise]) });
    }
    taken = 0;
    const passed = await judgeTogether(judge, 'ada', prepared);
    return { passed, names: [...passed.keys()], taken };
  };

  it('all pass in one sandbox, every visible test before the first hidden input', async () => {
    asked.length = 0;
    const { passed, names, taken } = await run({
      double:
        'const n = 2; console.log("loaded"); const double = (x) => { console.log(x); return n * x; };',
      triple: 'const n = 3; const triple = (x) => n * x;',
    });
    expect(names).toEqual(['double', 'triple']);
    expect(taken).toBe(1);
    expect(asked).toEqual([
      ['double', true],
      ['triple', true],
      ['double', false],
      ['triple', false],
    ]);
    expect(passed.get('double')?.tests.map((t) => [t.id, t.verdict, t.score])).toEqual([
      ['double/shown', 'passed', 1],
      ['double/hidden', 'passed', 1],
    ]);
    expect(passed.get('double')?.output).toMatch(/^loaded\n\d+\n$/);
    expect(passed.get('triple')?.output).toBe('');
  });

  it('a wrong one is left out and costs the others nothing', async () => {
    const right = { double: 'const double = (x) => 2 * x;' };
    const wrong = [
      'const triple = (x) => 4 * x;',
      'throw new Error("no");',
      'const triple = 3;',
      'const triple = () => new Promise(() => {});',
      'const triple = () => { for (;;) {} };',
      'const triple = () => process.exit(0);',
    ];
    for (const triple of wrong) {
      const fourfold = 'const fourfold = (x) => 4 * x;';
      const { names } = await run({ ...right, triple, fourfold });
      expect([triple, names]).toEqual([triple, ['double', 'fourfold']]);
    }
  });

  it('who is hit by what another left behind is at worst run alone', async () => {
    const { names } = await run({
      double: 'const double = (x) => 2 * x;',
      triple: 'setTimeout(() => process.exit(0)); const triple = (x) => 3 * x;',
      fourfold: 'const fourfold = (x) => 4 * x;',
    });
    expect(names).not.toContain('triple');
  });

  it('the rules are those of the exercise that is tested, whoever kept the function', async () => {
    const { names } = await run({
      triple: "import { tf } from 'gradus'; globalThis.add = tf.add; const triple = (x) => 3 * x;",
      double: 'const double = (x) => globalThis.add(x, x).dataSync()[0];',
      fourfold:
        "import { tf } from 'gradus'; const fourfold = (x) => tf.add(x, 3 * x).dataSync()[0];",
    });
    expect(names).toEqual(['triple', 'fourfold']);
  });

  it("what a failing exercise reached for is not told of the next one's code", async () => {
    const others = {
      triple: 'const triple = (x) => 3 * x;',
      fourfold: 'const fourfold = (x) => 4 * x;',
    };
    const reaching = [
      'const double = (x) => tf.softmax(tf.tensor1d([x]));',
      'const double = (x) => { try { tf.softmax(tf.tensor1d([x])); } catch {} return x; };',
      'const double = async (x) => { await null; tf.add(x, x); return 0; };',
      'tf.softmax(tf.tensor1d([1])); const double = (x) => 2 * x;',
    ];
    for (const code of reaching) {
      const { passed } = await run({ double: `import { tf } from 'gradus'; ${code}`, ...others });
      expect([code, [...passed.keys()]]).toEqual([code, ['triple', 'fourfold']]);
      expect([...passed.values()].flatMap(({ noticed }) => noticed)).toEqual([]);
    }
  });

  it('what a passing exercise reached for is told of it alone', async () => {
    const { passed } = await run({
      double: `import { tf } from 'gradus';
        const double = (x) => { try { tf.softmax(tf.tensor1d([x])); } catch {} return 2 * x; };`,
      triple: 'const triple = (x) => 3 * x;',
    });
    expect(passed.get('double')?.noticed).toEqual(['tf.softmax']);
    expect(passed.get('triple')?.noticed).toEqual([]);
  });

  it('a hidden input reaches no printed output, of whatever exercise', async () => {
    const { passed } = await run({
      double: 'globalThis.seen = []; const double = (x) => { seen.push(x); return 2 * x; };',
      triple: 'const triple = (x) => { console.log(seen.length); return 3 * x; };',
    });
    expect(passed.get('triple')?.output).toBe('1\n');
  });

  it('those that wait can be ended at any moment of their start', async () => {
    for (const wait of [0, 1, 2, 5, 10, 20, 40]) {
      const pool = new PreStarted(start, 2);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await pool.close();
    }
  });

  it('a sandbox that died while it waited is not handed out', async () => {
    const started: Sandbox[] = [];
    const pool = new PreStarted(() => {
      const sandbox = start();
      started.push(sandbox);
      return sandbox;
    }, 2);
    const [first, second] = started;
    await first?.close();
    const got = pool.take();
    expect(got).toBe(second);
    expect(got.hasEnded).toBe(false);
    await got.close();
    await pool.close();
    expect(started.every((sandbox) => sandbox.hasEnded)).toBe(true);
  });
});
