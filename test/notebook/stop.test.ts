/** The stop button, in a real kernel: every kind of code ends, and what it declared stays. */
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

const stopped = (code: string, after = 0.8): CellJob => ({ code, interrupt_after: after });
const wait = (ms: number): string => `await new Promise((r) => setTimeout(r, ${ms}));`;

const cells = {
  imports: [
    "import { check, setSeed, tf, Trainer, useBackend } from 'gradus';",
    "await useBackend({ backend: 'cpu', printBackend: false });",
    'const x = tf.ones([64, 4]);\nconst y = tf.ones([64, 1]);',
    'const net = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });',
    'const model = net();',
    "model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });",
  ].join('\n'),
  speed: [
    'function product(n: number): number {',
    '  const a = new Float64Array(n * n).fill(1.5);',
    '  let sum = 0;',
    '  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) sum += a[i * n + k] * a[k * n + j];',
    '  return sum;',
    '}',
    'const text = product.toString().replaceAll("__gradus_stop && __gradus_halt();", "");\nconst plain = new Function("return " + text)() as typeof product;',
    'const best = (f: typeof product): number => Math.min(...Array.from({ length: 5 }, () => { const t = performance.now(); f(250); return performance.now() - t; }));',
    'product(20); plain(20);',
    'String(product).includes("__gradus_halt") && !String(plain).includes("__gradus_halt") ? best(product) / best(plain) : NaN',
  ].join('\n'),
  atOnce: stopped('while (true) {}'),
  afterAwait: stopped('await null;\nwhile (true) {}'),
  compiled: stopped(
    'await null;\nfunction spin() { let s = 0; for (;;) { s = (s + 1) | 0; if (s === -1) break; } }\nspin();',
    2,
  ),
  catching: stopped("await null;\nfor (;;) { try { JSON.parse('{'); } catch {} }"),
  recursion: stopped(
    'await null;\nconst fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));\nfib(90);',
  ),
  microtasks: stopped('while (true) await null;'),
  timer: stopped(
    `setTimeout(() => { while (true) {} }, 100);\n${wait(500)}\nconsole.log('never');`,
  ),
  tensors: stopped('await null;\nfor (;;) tf.tidy(() => { tf.ones([4]).sum().dataSync(); });'),
  inCheck: stopped("await check('softmax', (x: any) => { while (true) {} })"),
  limited: [
    "const limits = (globalThis as any)[Symbol.for('gradus.cells')];",
    'const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));',
    'let left = 0;',
    'const codes = [];',
    'for (const body of [',
    '  async () => { for (;;) left++; },',
    '  async () => { await sleep(1); for (;;) left++; },',
    '  async () => { for (;;) { await sleep(5); left++; } },',
    ']) codes.push(await limits.limited(200, body).catch((error: any) => error.code));',
    'const tick = async () => { left++; await sleep(5); void tick(); };',
    'void limits.limited(200, async () => { void tick(); await sleep(1e6); });',
    'await sleep(400);',
    'const at = left;',
    'await sleep(200);',
    "console.log(codes.join(), left === at, await limits.limited(200, async () => 'in time'));",
  ].join('\n'),
  timedOut:
    "const seen = left;\nawait check('softmax', async (x: any) => { for (;;) { left++; await sleep(5); } });\nawait sleep(100);\nconst after = left;\nawait sleep(300);\nconsole.log(left > seen, left === after);",
  kept: stopped(
    'const early = new Map<string, number>();\nlet turns = 0;\nawait null;\nwhile (true) turns++;\nconst unreached = 1;',
  ),
  keptUsed: 'early.size + Number(turns > 10)',
  keptTyped: 'const wrong: string = early;',
  keptNever: 'unreached',
  thrown: "const a = 1;\nthrow new Error('no');\nconst b = 2;",
  thrownUsed: 'a.toFixed(1)',
  leftOver: stopped('while (true) { await new Promise((r) => setTimeout(r, 20)); turns++; }'),
  leftOverBefore: `const then = turns;\n${wait(200)}\nturns === then`,
  fit: stopped(
    "const history = await model.fit(x, y, { epochs: 1e6, verbose: 0 });\nfor (const _ of [1]) console.log('after', history.history.loss.length > 0);",
    1.5,
  ),
  fitUsed: 'history.history.loss.length > 0',
  trainer: stopped(
    'const trainer = new Trainer({ model: net(), loss: tf.losses.meanSquaredError, optimizer: tf.train.sgd(0.01) });\nconst losses = await trainer.fit({ x: x, y: y }, { epochs: 1e6, batchSize: 16 });',
    1.5,
  ),
  trainerUsed: 'losses.steps.length > 0',
} satisfies Record<string, CellJob>;

type Name = keyof typeof cells;

describeIf('jupyter', 'the stop button', () => {
  const workspace = temporaryWorkspace();
  const runs = {} as Record<Name, CellRun>;
  beforeAll(async () => {
    const { results } = await runCells(Object.values(cells), { cwd: workspace.folder });
    for (const [i, name] of Object.keys(cells).entries())
      runs[name as Name] = results[i] as CellRun;
  });
  afterAll(() => workspace.remove());
  const out = (name: Name): string => streamText(runs[name], 'stdout');

  test.each<Name>([
    'atOnce',
    'afterAwait',
    'compiled',
    'catching',
    'recursion',
    'microtasks',
    'timer',
    'tensors',
    'inCheck',
    'kept',
  ])('ends at once: %s', (name) => {
    expect(errorText(runs[name])).toBe('Interrupted.');
    expect(runs[name].seconds).toBeLessThan(6);
  });

  test('what was declared before a stop or an error stays, with its type; the rest is not there', () => {
    expect(out('keptUsed')).toBe('1\n');
    expect(errorText(runs.keptTyped)).toContain("Type 'Map<string, number>' is not assignable");
    expect(errorText(runs.keptNever)).toContain("Cannot find name 'unreached'");
    expect(out('thrownUsed')).toBe('1.0\n');
  });

  test('nothing of a stopped cell runs on behind the next', () => {
    expect(out('leftOverBefore')).toBe('true\n');
    const all = Object.values(runs).map(
      (run) => streamText(run, 'stdout') + streamText(run, 'stderr'),
    );
    expect(all.join('')).not.toContain('never');
    expect(all.join('')).not.toContain('nothing caught');
  });

  test('what has a time limit ends with it, with and without `await`, and so do its timers', () => {
    expect(errorText(runs.limited)).toBe('');
    expect(out('limited')).toBe('interrupted,interrupted,interrupted true in time\n');
  });

  test('code whose check has timed out does not run on', () => {
    expect(errorText(runs.timedOut)).toBe('');
    expect(out('timedOut')).toBe('true true\n');
    const shown = runs.timedOut.outputs.find(({ type }) => type === 'display_data');
    expect(String(shown?.data?.['text/plain'])).toMatch(/ran for more than|timeout|time/i);
  });

  test('a stopped training hands back what it has, and the cell goes on with it', () => {
    expect(runs.fit.reply.status).toBe('ok');
    expect(out('fit')).toMatch(/^Training stopped after \d+ whole epochs?\..*\nafter true\n$/);
    expect(out('fitUsed')).toBe('true\n');
    expect(errorText(runs.trainer)).toBe('');
    expect(out('trainer')).toContain('Training stops after step');
    expect(out('trainerUsed')).toBe('true\n');
  });

  test('asking whether to stop costs a loop next to nothing', () => {
    expect(Number(out('speed'))).toBeLessThan(1.8);
  });
});
