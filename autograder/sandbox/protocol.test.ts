/** Callbacks, objects with methods and hostile values across the real wall, judged as tests are. */
import { beforeAll, expect, test as it } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { runTests } from '../judge/runner.js';
import { type Test, type TestContext, test } from '../judge/test.js';
import type { TestResult } from '../judge/verdict.js';
import type { Backend } from './backend.js';
import { chooseBackend } from './choose-backend.js';
import { defaultLimits } from './limits.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { startSandbox } from './sandbox.js';

const asTest = (run: (t: TestContext) => Promise<void>, name = 'a test'): Test =>
  test({ name, points: 1, kind: 'contract', visible: true, timeoutMs: 300 }, run);

describeIf('unshare', 'the protocol across the wall', () => {
  let runtime: Runtime;
  let backend: Backend;
  beforeAll(async () => {
    runtime = await prepareRuntime();
    backend = await chooseBackend('auto', runtime);
  });

  const judge = (code: string, ...tests: Test[]): Promise<TestResult[]> =>
    runTests({
      exercise: 'f',
      tests,
      start: async () => {
        const sandbox = startSandbox({ backend, runtime, limits: defaultLimits });
        const wrapped = `(async (load) => { const { tf } = load('gradus'); ${code}; return { f }; })`;
        const loaded = await sandbox.load(wrapped, {}, 10_000);
        if (!('types' in loaded)) throw new Error(JSON.stringify(loaded));
        return sandbox;
      },
      reference: () => Object.create(null),
      seed: () => 1,
    });

  it('a callback is asked in the middle of a call, sync and awaited', async () => {
    const [result] = await judge(
      `const f = async ({ loss, onEpoch }) => {
        let x = 4;
        for (let i = 1; i <= 3; i++) { x = x - loss(tf.scalar(x)).dataSync()[0]; await onEpoch(i, x); }
        return x;
      }`,
      asTest(async (t) => {
        const loss = t.callback((x) => t.tensor([(t.expectTensor(x).data[0] ?? 0) / 2], []));
        const onEpoch = t.callback(() => undefined, { answersBy: 'promise' });
        t.expectClose(await t.student.f?.({ loss, onEpoch }), 0.5);
        t.expectClose(
          [...onEpoch.calls.map((call) => [...call])],
          [
            [1, 2],
            [2, 1],
            [3, 0.5],
          ],
        );
        t.expectArgumentsUnchanged();
        t.expect(onEpoch.settled === 3, 'awaited');
      }),
    );
    expect(result?.issue).toBeUndefined();
  });

  it('a failure in a callback is the failure of the test', async () => {
    const [result] = await judge(
      'const f = (callback) => { try { callback(3); } catch {} for (;;); }',
      asTest(async (t) => {
        const callback = t.callback((x) => {
          t.expectClose(x, 4);
          return x;
        });
        await t.student.f?.(callback);
      }),
    );
    expect(result).toMatchObject({ verdict: 'failed', issue: { code: 'value-mismatch' } });
  });

  it.each([
    ['in a later test', 'let kept; const f = (callback) => { kept ??= callback; return kept(); }'],
    ['after the answer', 'const f = (callback) => { setTimeout(callback, 0); return 1; }'],
    [
      'by a forged frame',
      `const f = (callback) => {
        const header = Buffer.from(JSON.stringify({ type: 'callback', id: 1, handle: 999999, args: [] }));
        const prefix = Buffer.alloc(8);
        prefix.writeUInt32LE(header.length);
        load('node:fs').writeSync(3, Buffer.concat([prefix, header]));
        return 1;
      }`,
    ],
  ])('a use %s is a breach', async (_name, code) => {
    const run = async (t: TestContext): Promise<void> => {
      await t.student.f?.(t.callback(() => 1));
    };
    const results = await judge(code, asTest(run, 'first'), asTest(run, 'second'));
    expect(results.map((r) => r.verdict)).toContain('tampered');
  });

  it('a class is constructed and its methods are called; nothing of it outlives its test', async () => {
    let first = -1;
    const results = await judge(
      `class f {
        #w; #steps = 0;
        constructor(w) { this.#w = w; }
        forward(x) { this.#steps++; return tf.mul(this.#w, x); }
        get steps() { return this.#steps; }
        copy() { return { twin: new f(tf.clone(this.#w)), times: (n) => n * this.#steps }; }
      }`,
      asTest(async (t) => {
        const net = await t.construct('f', t.tensor([1, 2]));
        first = net.value.handle ?? -1;
        t.expectClose(await net.call('forward', t.tensor([3, 3])), t.tensor([3, 6]));
        t.expectClose(await net.call('forward', t.tensor([0, 1])), t.tensor([0, 2]));
        t.expectClose(await net.get('steps'), 2);
        const { twin, times } = t.expectObject(await net.call('copy'), ['twin', 'times'] as const);
        t.expectClose(await t.expectRemote(twin).get('steps'), 0);
        t.expectClose(await t.expectRemote(times).apply(5), 10);
      }, 'used'),
      asTest(async (t) => {
        await t.construct('f', 1);
        const { OpaqueValue } = await import('../judge/value.js');
        await t.expectRemote(new OpaqueValue('object', 'f', first)).get('steps');
      }, 'gone'),
    );
    expect(results[0]?.issue).toBeUndefined();
    expect(results[1]?.issue?.params.message).toContain('Nothing is held under');
  });

  it.each([
    ['a getter without end', '({ get x() { for (;;); } })', 'timeout', 'timeout'],
    [
      'a proxy without end',
      'new Proxy([], { get: (t, k) => { for (;;); } })',
      'timeout',
      'timeout',
    ],
    [
      'a set that goes on for ever',
      'Object.assign(new Set(), { *[Symbol.iterator]() { for (;;) yield 1; } })',
      'failed',
      'unencodable',
    ],
    ['a cycle', '(() => { const a = {}; a.a = a; return a; })()', 'failed', 'unencodable'],
    ['a thenable without end', '({ then() { for (;;); } })', 'timeout', 'timeout'],
    ['a thenable that never settles', '({ then() {} })', 'timeout', 'never-settles'],
    ['a promise inside the answer', '({ x: Promise.resolve(1) })', 'failed', 'unencodable'],
    ['a proxy that throws', 'new Proxy({}, { ownKeys() { throw 1; } })', 'error', 'threw'],
    ['a list of a billion', 'new Array(1e9)', 'failed', 'unencodable'],
    ['too many keys', 'Object.fromEntries(Array(20000).entries())', 'failed', 'unencodable'],
    ['much text', "Array.from({ length: 9000 }, () => 'x'.repeat(8000))", 'failed', 'unencodable'],
    [
      'replaced methods of lists',
      '(() => { Array.prototype.every = () => true; return Array(20).fill("x"); })()',
      'failed',
      'type-mismatch',
    ],
    ['a number that turns into text', '({ toJSON: () => 7 })', 'failed', 'type-mismatch'],
  ])('%s is a verdict', async (_name, value, verdict, code) => {
    const [result] = await judge(
      `const f = () => ${value}`,
      asTest(async (t) => {
        t.expectClose(await t.student.f?.(), 7);
      }),
    );
    expect(result).toMatchObject({ verdict, issue: { code } });
  });

  it('complex tensors and long texts go both ways', async () => {
    const [result] = await judge(
      `const f = (z, text) => ({
        twice: tf.mul(z, tf.complex(2, 0)),
        parts: [tf.real(z), tf.imag(z)],
        text: text.replaceAll('学', 'x') + '\\uFEFF',
        length: text.length,
      })`,
      asTest(async (t) => {
        const z = t.complexTensor([[1, 2]], [[-3, 0.5]]);
        const text = `"学\n\u0000😀`.repeat(20_000);
        const got = await t.student.f?.(z, text);
        t.expectArgumentsUnchanged();
        t.expectClose(got, {
          twice: t.complexTensor([[2, 4]], [[-6, 1]]),
          parts: [t.tensor([[1, 2]]), t.tensor([[-3, 0.5]])],
          text: `${text.replaceAll('学', 'x')}\uFEFF`,
          length: text.length,
        });
      }),
    );
    expect(result?.issue).toBeUndefined();
  });

  it.each([
    ['a text of more than 256 KB', "'x'.repeat(262145)", /a text longer than 256 KB/],
    ['a number of 2,000 digits', '10n ** 2000n', /more than 1000 digits/],
    ['140 long texts', "Array(140).fill('x'.repeat(262144))", /more than 32 MB/],
  ])('%s is refused with its reason', async (_name, value, reason) => {
    const [result] = await judge(
      `const f = () => ${value}`,
      asTest(async (t) => {
        await t.student.f?.();
      }),
    );
    expect(result).toMatchObject({ verdict: 'failed', issue: { code: 'unencodable' } });
    expect(result?.issue?.params.type).toMatch(reason);
  });

  it.each([
    ['a text of bytes that are no UTF-8', "['x', 0, 8]"],
    ['bytes that two texts claim', "['a', [['x', 0, 12], ['x', 0, 12]]]"],
    ['a text of more bytes than there are', "['x', 0, 4096]"],
    ['a complex tensor of half its size', "['t', 'complex64', [2], 0, 8]"],
  ])('%s is a breach', async (_name, node) => {
    const [result] = await judge(
      `const stringify = JSON.stringify;
      JSON.stringify = (v) => stringify(v && v.type === 'value' ? { ...v, value: ${node} } : v);
      const f = () => Uint8Array.of(255, 254, 253, 252, 251, 250, 249, 248, 65, 65, 65, 65);`,
      asTest(async (t) => {
        await t.student.f?.();
      }),
    );
    expect(result).toMatchObject({ verdict: 'tampered' });
  });

  it('a helper is made inside', async () => {
    const [result] = await judge(
      'const f = (rng) => rng.integer(0, 1000000)',
      asTest(async (t) => {
        const [a, b] = [t.helper('createRng', 7), t.helper('createRng', 7)];
        t.expectClose(await t.student.f?.(a), await t.student.f?.(b));
      }),
    );
    expect(result?.verdict).toBe('passed');
  });
});
