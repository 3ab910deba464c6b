import { describe, expect, test } from 'vitest';
import { Decoder } from './codec.js';
import { encodeCall, readReply } from './driver.js';
import { DriverCore } from './driver-core.js';
import { decodeFrame } from './frame.js';
import { OpaqueValue, TensorValue, type Value } from './value.js';

const adapter = { toValue: () => undefined, fromValue: (value: unknown) => value };

class Counter {
  count = 0;
  constructor(readonly step: number) {}
  next(): number {
    this.count += this.step;
    return this.count;
  }
}

const ask = async (
  core: DriverCore,
  fn: string,
  args: Value[] = [],
  options: Parameters<typeof encodeCall>[3] = {},
) => readReply(decodeFrame(await core.answer(decodeFrame(encodeCall(0, fn, args, options)))), 0);

describe('what the driver holds', () => {
  test('an instance keeps its state between calls, and goes back as an argument', async () => {
    const core = new DriverCore({ Counter, read: (c: Counter) => c.count }, adapter);
    const made = await ask(core, 'Counter', [2], { op: 'construct' });
    expect(made).toMatchObject({
      kind: 'value',
      value: { type: 'object', description: 'Counter' },
    });
    const value = made.kind === 'value' ? made.value : undefined;
    const handle = (value as OpaqueValue).handle ?? -1;
    await ask(core, 'next', [], { op: 'method', handle });
    expect(await ask(core, 'next', [], { op: 'method', handle })).toMatchObject({ value: 4 });
    expect(await ask(core, 'count', [], { op: 'get', handle })).toMatchObject({ value: 4 });
    expect(await ask(core, 'read', [value])).toMatchObject({ value: 4 });
    core.release();
    expect(await ask(core, 'count', [], { op: 'get', handle })).toMatchObject({ kind: 'threw' });
  });

  test('a function that is a property is called with its object as `this`', async () => {
    const make = () => ({
      rate: 3,
      times(n: number) {
        return n * this.rate;
      },
    });
    const core = new DriverCore({ make }, adapter);
    const made = await ask(core, 'make');
    const { times } = (made.kind === 'value' ? made.value : {}) as { times: OpaqueValue };
    const options = { op: 'apply', handle: times.handle ?? -1 } as const;
    expect(await ask(core, 'times', [5], options)).toMatchObject({ value: 15 });
  });

  test.each([
    ['what is no class', { f: 3 }, 'construct'],
    ['an arrow function', { f: () => 1 }, 'construct'],
    ['what is not there', {}, 'call'],
  ] as const)('%s cannot be used so, and says why', async (_name, functions, op) => {
    expect(await ask(new DriverCore(functions, adapter), 'f', [], { op })).toMatchObject({
      kind: 'threw',
      error: { name: 'TypeError' },
    });
  });
});

test('the judge reads a handle as a number only', () => {
  const decoder = new Decoder(new Uint8Array());
  expect(decoder.decode(['f', 'object', 'Net', 3])).toEqual(new OpaqueValue('object', 'Net', 3));
  expect(() => decoder.decode(['f', 'object', 'Net', 'x'])).toThrow('a handle');
  expect(() => decoder.decode(['c', 1, 'value'])).toThrow('a callback');
});

describe('tensors that a call was given', () => {
  const x = new TensorValue('float32', [1], Float32Array.of(1));
  const live = (): {
    core: (f: (...args: unknown[]) => unknown) => DriverCore;
    count(): number;
  } => {
    const made: { isDisposed: boolean; dispose(): void }[] = [];
    const fromValue = () => {
      const tensor = {
        isDisposed: false,
        dispose() {
          tensor.isDisposed = true;
        },
      };
      made.push(tensor);
      return tensor;
    };
    const toValue = (value: unknown) => (made.some((one) => one === value) ? x : undefined);
    return {
      core: (f) => new DriverCore({ f }, { toValue, fromValue }),
      count: () => made.filter(({ isDisposed }) => !isDisposed).length,
    };
  };

  test.each<[string, Value]>([
    ['as an argument', x],
    ['in a list', [x, [x]]],
    ['in options', { x, deeper: { x } }],
  ])('%s are gone after it', async (_name, argument) => {
    const { core, count } = live();
    await ask(
      core(() => 1),
      'f',
      [argument],
    );
    expect(count()).toBe(0);
  });

  test('are gone with the test where the function throws', async () => {
    const { core, count } = live();
    const failing = core(() => {
      throw new Error('not solved');
    });
    expect(await ask(failing, 'f', [x, { x }])).toMatchObject({ kind: 'threw' });
    failing.release();
    expect(count()).toBe(0);
  });
});
