import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test as it } from 'vitest';
import { type Optimizer, type Tensor, tf, type Variable } from '../../src/backend/tf.js';
import { answerCallback, isCallback } from './callback.js';
import { Encoder } from './codec.js';
import { decodeFrame, encodeFrame } from './frame.js';
import { runExercise } from './in-process.js';
import { type Test, type TestContext, test } from './test.js';
import { ErrorValue, TensorValue, type Value } from './value.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Callback = (...args: unknown[]) => unknown;

/** A callback that a test's author got wrong: by its type it answers a value. */
const lateAnswer = (): Value => Reflect.apply(async () => 1, undefined, []) as never;

const given = { points: 1, kind: 'contract', visible: true } as const;
const asTest = (run: (t: TestContext) => Promise<void>, name = 'a test'): Test =>
  test({ ...given, name }, run);

async function judge(fn: unknown, ...tests: Test[]) {
  return runExercise({ exercise: 'f', tests, fn, solution: {}, tf });
}

describe('a callback', () => {
  it('gets plain values and its answer arrives as what student code works with', async () => {
    let got: readonly Value[] = [];
    const [result] = await judge(
      async ({ onEpoch }: { onEpoch: Callback }) =>
        (onEpoch(1, tf.tensor1d([2, 3]), { loss: Number.NaN }) as { sum(): unknown }).sum(),
      asTest(async (t) => {
        const onEpoch = t.callback(() => t.tensor([4, 5]));
        t.expectClose(await t.student.f?.({ onEpoch }), t.tensor([9], []));
        t.expectArgumentsUnchanged();
        got = onEpoch.calls[0] ?? [];
      }),
    );
    expect(result?.verdict).toBe('passed');
    expect(got[0]).toBe(1);
    expect(got[1]).toEqual(new TensorValue('float32', [2], Float32Array.of(2, 3)));
    expect(got[2]).toMatchObject({ loss: Number.NaN });
  });

  it('that fails ends the test with that failure, whatever the student code catches', async () => {
    const [result] = await judge(
      (callback: Callback) => {
        try {
          callback(3);
        } catch {
          return 'all is well';
        }
        return undefined;
      },
      asTest(async (t) => {
        const callback = t.callback((x) => {
          t.expect(x === 4, 'Four is expected.');
          return x;
        });
        await t.student.f?.(callback);
      }),
    );
    expect(result).toMatchObject({
      verdict: 'failed',
      issue: { code: 'expectation', params: { sentence: 'Four is expected.' } },
    });
  });

  it.each([
    [
      'that throws',
      () => {
        throw new TypeError('oops');
      },
    ],
    ['that answers late', lateAnswer],
  ])("%s is the judge's failure", async (_name, body) => {
    const [result] = await judge(
      (callback: Callback) => callback(),
      asTest(async (t) => {
        await t.student.f?.(t.callback(body));
      }),
    );
    expect(result).toMatchObject({ verdict: 'error', issue: { code: 'judge-failed' } });
  });

  it.each([
    ['awaits', true],
    ['does not await', false],
  ])('tells whether student code %s it', async (_name, waits) => {
    let settled = -1;
    await judge(
      async (callback: Callback) => {
        for (let i = 0; i < 3; i++) {
          const promise = callback(i);
          if (waits) await promise;
        }
      },
      asTest(async (t) => {
        const callback = t.callback(() => undefined, { answersBy: 'promise' });
        await t.student.f?.(callback);
        expect(callback.calls).toEqual([[0], [1], [2]]);
        settled = callback.settled;
      }),
    );
    expect(settled).toBe(waits ? 3 : 0);
  });

  it.each([
    [1, 0],
    [3, 0],
    [3, 30],
    [5, 30],
  ])(
    'that answers by promises settles %s in another order than that of the uses, with stalls of %s ms',
    async (count, stall) => {
      const order: number[] = [];
      const uses = Array.from({ length: count }, (_, i) => i);
      await judge(
        async (callback: Callback) => {
          await Promise.all(uses.map(async (i) => order.push((await callback(i)) as number)));
        },
        asTest(async (t) => {
          const answer = (i: Value) => {
            for (const end = Date.now() + stall; Date.now() < end; );
            return i;
          };
          await t.student.f?.(t.callback(answer, { answersBy: 'promise' }));
        }),
      );
      expect(order).toEqual([...uses.slice(1), 0]);
    },
  );

  it('that answers by promises rejects one with an error, which student code can catch', async () => {
    const caught: unknown[] = [];
    const work = (t: TestContext) =>
      t.callback((i) => (i === 1 ? new ErrorValue('DiskError', 'full', '') : i), {
        answersBy: 'promise',
      });
    const f = async (callback: Callback, rethrow: boolean) => {
      for (const i of [0, 1]) {
        try {
          await callback(i);
        } catch (error) {
          caught.push(error);
          if (rethrow) throw error;
        }
      }
      return caught.length;
    };
    const results = await judge(
      f,
      asTest(async (t) => t.expectClose(await t.student.f?.(work(t), false), 1), 'caught'),
      asTest(async (t) => void (await t.student.f?.(work(t), true)), 'thrown on'),
    );
    expect(caught[0]).toBeInstanceOf(Error);
    expect(results).toMatchObject([
      { verdict: 'passed' },
      { issue: { code: 'threw', params: { name: 'DiskError', message: 'full' } } },
    ]);
  });

  it('that answers by promises and is used when its call is over waits, and reaches nobody', async () => {
    let calls = 0;
    let went = false;
    const [result] = await judge(
      (callback: Callback) => {
        // Nobody awaits this.
        void (async () => {
          await callback(0);
          await callback(1);
          went = true;
        })();
      },
      asTest(async (t) => {
        const callback = t.callback(() => calls++, { answersBy: 'promise' });
        await t.student.f?.(callback);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }),
    );
    expect(result?.verdict).toBe('passed');
    expect([calls, went]).toEqual([1, false]);
  });

  it('is called at most 10,000 times in a test', async () => {
    const [result] = await judge(
      (callback: Callback) => {
        for (let i = 0; i < 10_001; i++) callback();
      },
      asTest(async (t) => {
        await t.student.f?.(t.callback(() => undefined));
      }),
    );
    expect(result).toMatchObject({ verdict: 'failed', issue: { code: 'callback-limit' } });
  });

  it('dies with its test: a later use reaches nobody', async () => {
    let kept: Callback | undefined;
    let calls = 0;
    const once = (name: string) =>
      asTest(async (t) => {
        await t.student.f?.(t.callback(() => ++calls));
      }, name);
    const results = await judge(
      (callback: Callback) => {
        kept ??= callback;
        return kept();
      },
      once('first'),
      once('second'),
    );
    expect(results.map((r) => r.verdict)).toEqual(['passed', 'tampered']);
    expect(() => kept?.()).toThrow('belongs to a test that is over');
    expect(calls).toBe(1);
  });

  it('may be called within a callback, through a getter, at most 8 deep', async () => {
    const nested = (depth: number) => (callback: Callback) => {
      const argument = (left: number): object => ({
        get inner() {
          return left > 0 ? callback(argument(left - 1)) : 0;
        },
      });
      callback(argument(depth - 1));
    };
    const run = asTest(async (t) => {
      await t.student.f?.(t.callback(() => 1));
    });
    expect((await judge(nested(8), run))[0]?.verdict).toBe('passed');
    expect((await judge(nested(9), run))[0]).toMatchObject({
      verdict: 'failed',
      issue: { code: 'unencodable' },
    });
  });

  it('a helper is made where the function runs', async () => {
    const [result] = await judge(
      (rng: { integer(from: number, to: number): number }) => rng.integer(0, 1e6),
      asTest(async (t) => {
        const [a, b] = [t.helper('createRng', 7), t.helper('createRng', 7)];
        t.expectClose(await t.student.f?.(a), await t.student.f?.(b));
        t.expectArgumentsUnchanged();
      }),
    );
    expect(result?.verdict).toBe('passed');
  });

  it('an optimizer moves the weights of a model, without `tf.train`', async () => {
    interface Player {
      network: { apply(x: Tensor): Tensor; trainableVariables: readonly Variable[] };
      optimizer: Optimizer;
    }
    const [result] = await judge(
      ({ network, optimizer }: Player, x: Tensor) =>
        optimizer.minimize(() => tf.sum(network.apply(x)), true, [...network.trainableVariables]),
      asTest(async (t) => {
        const network = t.model(
          { layers: [{ type: 'dense', kernel: t.tensor([[2], [3]]) }] },
          { trainable: true },
        );
        const player = { network, optimizer: t.helper('tf.train.sgd', 0.5) };
        const got = await t.student.f?.(player, t.tensor([[4, -2]]));
        t.expectClose(got, t.tensor(2));
        const [after] = t.argumentsAfter() as { network: Value }[];
        t.expectClose(t.expectWeights(after?.network, network), [t.tensor([[0], [4]])]);
      }),
    );
    expect(result?.verdict).toBe('passed');
  });
});

describe('a frame about a callback', () => {
  const frame = (header: unknown) => decodeFrame(encodeFrame(header));
  const use = { type: 'callback', id: 3, handle: 5, args: [1] };

  it('is known by its type alone', () => {
    expect(isCallback(frame({ type: 'callback' }))).toBe(true);
    expect(isCallback(frame({ type: 'value' }))).toBe(false);
    expect(isCallback(frame(null))).toBe(false);
  });

  it.each([
    ['of another call', { ...use, id: 2 }],
    ['with a key too many', { ...use, verdict: 'passed' }],
    ['with a handle that is no number', { ...use, handle: 'x' }],
    ['with a malformed value', { ...use, args: [['x']] }],
    ['that names a callback of the judge', { ...use, args: [['c', 1, 'value']] }],
    ['that names a helper', { ...use, args: [['h', 'createRng', []]] }],
  ])('%s is a breach', (_name, header) => {
    expect(answerCallback(frame(header), 3, () => 1)).toMatchObject({ verdict: 'tampered' });
  });

  it('is a breach where its arguments claim the same bytes', () => {
    const node = ['t', 'float32', [256], 0, 1024];
    const use = (args: unknown[]) =>
      answerCallback(
        decodeFrame(
          encodeFrame({ type: 'callback', id: 1, handle: 1, args }, [new Uint8Array(1024)]),
        ),
        1,
        () => null,
      );
    expect(use([node])).toHaveProperty('reply');
    expect(use([node, node])).toMatchObject({ verdict: 'tampered' });
  });

  it('is a breach where no callback was handed out', () => {
    expect(answerCallback(frame(use), 3, undefined)).toMatchObject({ verdict: 'tampered' });
  });

  it("gets the judge's value as a reply", () => {
    const answer = answerCallback(frame(use), 3, ({ args }) => [args[0], 'x']);
    expect(answer).toMatchObject({ reply: expect.any(Uint8Array) });
    if ('reply' in answer && answer.reply !== undefined) {
      expect(decodeFrame(answer.reply).header).toEqual({
        type: 'callback-value',
        id: 3,
        value: new Encoder().encode([1, 'x']),
      });
    }
  });
});
