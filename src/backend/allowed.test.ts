import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as gradus from '../index.js';
import {
  guardModule,
  isAllowed,
  type LibraryRules,
  NotAllowedError,
  onRefusedUse,
  restrict,
} from './allowed.js';
import { tf as raw } from './tf.js';
import { usual } from './usual-names.js';

beforeAll(async () => {
  await raw.setBackend('cpu');
});
const lifts: (() => void)[] = [];
afterEach(() => {
  for (const lift of lifts.splice(0)) lift();
});
const under = (rules: LibraryRules = {}): void => void lifts.push(restrict(rules));

/** As student code has them. */
const library = guardModule('gradus', gradus);
const { tf } = library;
type Loose = Record<string, (...args: unknown[]) => unknown>;
const loose = tf as unknown as Loose;

test('every usual name is one of the library', () => {
  const missing = usual.filter((name) => {
    const [root = '', ...path] = name.split('.');
    if (root.includes('/')) return false;
    const from: unknown = root === 'tf' ? raw : gradus;
    return path.reduce<unknown>((at, key) => (at as Loose)?.[key], from) === undefined;
  });
  expect(missing).toEqual([]);
});

describe('rules', () => {
  test.each<[string, LibraryRules, boolean]>([
    ['tf.add', {}, true],
    ['tf.linalg.qr', {}, true],
    ['tf.softmax', {}, false],
    ['tf.softmax', { allow: ['tf.softmax'] }, true],
    ['tf.softmaxOf', { allow: ['tf.softmax'] }, false],
    ['tf.layers.dense', { allow: ['tf.layers'] }, true],
    ['tf.layers.dense', { allow: ['tf.layers'], deny: ['tf.layers.dense'] }, false],
    ['tf.layers.conv1d', { allow: ['tf.layers'], deny: ['tf.layers.dense'] }, true],
    ['tf.add', { deny: ['tf'] }, false],
    ['tf.add', { deny: ['tf'], allow: ['tf.add'] }, true],
    ['gradus.createRng', {}, true],
    ['gradus.Trainer', {}, false],
    ['gradus/vision.resnet18', { allow: ['gradus'] }, false],
    ['gradus/vision.resnet18', { allow: ['gradus/vision'] }, true],
    ['tf.getKernel', { allow: ['tf'] }, false],
    ['tf.getKernel', { allow: ['tf.getKernel'] }, true],
    ['tf.whatComesNext', {}, false],
  ])('%s with %j: %s', (name, rules, is) => {
    expect(isAllowed(rules, name)).toBe(is);
  });
});

test.each<[LibraryRules, string]>([
  [{ deny: ['tf'] }, 'do this one with plain numbers and arrays, without tf'],
  [
    { deny: ['tf', 'gradus/data'] },
    'do this one with plain numbers and arrays, without tf, gradus/data',
  ],
  [
    { deny: ['tf'], allow: ['tf.add'] },
    'do this one with plain numbers and arrays, and tf.add, without the rest of tf',
  ],
  [
    { deny: ['tf'], allow: ['gradus.Trainer'] },
    'do this one with plain numbers and arrays, and gradus.Trainer, without tf',
  ],
])('where tf as a whole is denied, a refusal names no tensors: %j', (rules, told) => {
  under(rules);
  const refusal = () => tf.softmax([1]);
  expect(refusal).toThrow(`tf.softmax may not be used in this exercise: ${told}`);
  vi.stubEnv('GRADUS_LANG', 'zh');
  try {
    expect(refusal).toThrow('这道练习不能使用 tf.softmax：请只用普通的数和数组');
    expect(refusal).not.toThrow('张量');
  } finally {
    vi.unstubAllEnvs();
  }
});

test('what is not allowed throws as function, as method and in a namespace, and works again after', () => {
  const x = tf.tensor1d([1, 2]);
  under({ allow: ['tf.grad'], deny: ['tf.exp'] });
  expect(() => tf.softmax(x)).toThrow('tf.softmax may not be used in this exercise: allowed are');
  expect(() => tf.softmax(x)).toThrow('and tf.grad, without tf.exp');
  expect(() => (x as unknown as Loose).softmax?.()).toThrow(NotAllowedError);
  expect(() => (x as unknown as Loose).exp?.()).toThrow('tf.exp may not');
  expect(() => tf.layers.dense({ units: 1 })).toThrow('tf.layers.dense may not');
  expect(() => new library.Trainer({} as never)).toThrow('gradus.Trainer may not');
  expect(
    tf
      .grad((v) => tf.square(v).sum())(x)
      .dataSync(),
  ).toEqual(Float32Array.of(2, 4));
  for (const lift of lifts.splice(0)) lift();
  expect(tf.sum(tf.softmax(x)).dataSync()[0]).toBeCloseTo(1);
});

test('each call is looked at, not where the function came from', () => {
  const { softmax, layers, add } = tf;
  const { dense } = layers;
  const { sgd } = tf.train;
  const x = tf.tensor1d([1, 2]);
  under();
  for (const use of [() => softmax(x), () => dense({ units: 1 }), () => sgd(1)]) {
    expect(use).toThrow(NotAllowedError);
  }
  expect(add(x, 1).dataSync()).toEqual(Float32Array.of(2, 3));
  const late = tf.softmax;
  for (const lift of lifts.splice(0)) lift();
  expect(late(x).dataSync()[0]).toBeCloseTo(0.269, 3);
});

test('what the library does for itself is not looked at', () => {
  under({ allow: ['tf.losses'] });
  const scores = tf.tensor2d([[1, 2]]);
  const loss = tf.losses.softmaxCrossEntropy(tf.tensor2d([[0, 1]]), scores);
  expect(loss.dataSync()[0]).toBeCloseTo(0.313, 3);
  // A callback is student code again.
  expect(() => tf.tidy(() => tf.softmax(scores))).toThrow(NotAllowedError);
});

test('classes stay classes', () => {
  const Tensor = loose.Tensor as unknown as new () => object;
  expect(tf.zeros([1]) instanceof Tensor).toBe(true);
  const Layer = (tf.layers as unknown as Loose).Layer as unknown as typeof gradus.Trainer;
  class Own extends (Layer as unknown as new (options: object) => { name: string }) {
    static className = 'Own';
  }
  expect(new Own({ name: 'mine' }).name).toBe('mine');
  expect(new Own({}) instanceof (Layer as unknown as new () => object)).toBe(true);
  const Symbolic = loose.SymbolicTensor as unknown as new () => object;
  expect(tf.input({ shape: [2] }) instanceof Symbolic).toBe(true);
  expect(() => new (library.Trainer as unknown as new (o: object) => object)({})).toThrow();
});

test('of two restrictions the last counts, in whatever order they end', () => {
  const [first, second] = [restrict({ allow: ['tf.softmax'] }), restrict({})];
  const x = tf.tensor1d([1]);
  expect(() => tf.softmax(x)).toThrow(NotAllowedError);
  first();
  expect(() => tf.softmax(x)).toThrow(NotAllowedError);
  second();
  expect(tf.softmax(x).dataSync()).toEqual(Float32Array.of(1));
});

describe('no way around', () => {
  const x = (): unknown => tf.tensor1d([1, 2]);
  const descriptor = (of: object, key: string): unknown =>
    Object.getOwnPropertyDescriptor(of, key)?.value;
  const patched = <T extends object>(
    owner: T,
    key: keyof T,
    value: unknown,
    use: () => unknown,
  ) => {
    const before = Object.getOwnPropertyDescriptor(owner, key);
    Object.defineProperty(owner, key, { configurable: true, writable: true, value });
    try {
      return use();
    } finally {
      if (before === undefined) delete owner[key];
      else Object.defineProperty(owner, key, before);
    }
  };
  test.each<[string, () => unknown]>([
    ['its descriptor', () => (descriptor(tf, 'softmax') as (v: unknown) => unknown)(x())],
    ['a copy', () => ({ ...tf }).softmax(x() as never)],
    ['its values', () => Object.entries(tf).find(([key]) => key === 'softmax')?.[1](x())],
    ['a static function', () => (descriptor(tf.train, 'sgd') as (v: number) => unknown)(1)],
    ['call', () => tf.softmax.call(tf, x() as never)],
    [
      'a patched map',
      () =>
        patched(
          Map.prototype,
          'get',
          () => raw.softmax,
          () => tf.softmax(x() as never),
        ),
    ],
    [
      'a patched text',
      () =>
        patched(
          String.prototype,
          'slice',
          () => 'tf.add',
          () => loose.logSoftmax?.(x()),
        ),
    ],
    [
      'a patched list',
      () =>
        patched(
          Array.prototype,
          'includes',
          () => true,
          () => loose.getKernel?.('Add', 'cpu'),
        ),
    ],
    [
      'a trap on every object',
      () => {
        let inner: Loose | undefined;
        const trap = (of: Loose) => {
          inner ??= of;
          return undefined;
        };
        patched(Object.prototype as unknown as { has: unknown }, 'has', trap, () => 'a' in tf);
        return inner?.softmax?.(x()) ?? tf.softmax(x() as never);
      },
    ],
    [
      'a function put in the place of one that the library calls',
      () => {
        const add = loose.mul;
        let inner: unknown;
        loose.mul = function mul(this: unknown, ...args) {
          inner ??= this;
          return add?.(...args);
        };
        tf.losses.softmaxCrossEntropy(tf.tensor2d([[0, 1]]), tf.tensor2d([[1, 2]]));
        return (inner as Loose | undefined)?.logSoftmax?.(x()) ?? loose.logSoftmax?.(x());
      },
    ],
    ['a class’s prototype', () => (loose.Sequential as { prototype?: object }).prototype && x()],
  ])('by %s', (name, use) => {
    under({ allow: ['tf.losses'] });
    if (name === 'a class’s prototype') {
      expect(Object.keys((loose.Sequential as { prototype: object }).prototype)).toEqual([]);
      expect((loose.Sequential as { prototype: { fit?: unknown } }).prototype.fit).toBeUndefined();
    } else expect(use).toThrow(NotAllowedError);
  });
});

describe('the engine', () => {
  const everything = globalThis as unknown as Record<string, { get?(key: string): unknown }>;

  test('is out of reach, and tensors work as before', async () => {
    const [before, table] = [everything._tfengine, everything._tfGlobals];
    const used: string[] = [];
    onRefusedUse((name) => used.push(name));
    const lift = restrict({ allow: ['tf'] });
    try {
      for (const reach of [
        () => everything._tfengine,
        () => everything._tfGlobals?.get?.('kernelRegistry'),
        () => everything._tfGlobals?.get?.('gradRegistry'),
        () => (tf.engine() as unknown as { runKernel(): void }).runKernel(),
        () => (tf.engine() as unknown as { state: object }).state,
        () => loose.backend?.(),
        () => loose.getKernel?.('Softmax'),
      ]) {
        expect(reach).toThrow(NotAllowedError);
      }
      expect(new Set(used)).toEqual(
        new Set([
          'globalThis._tfengine',
          'globalThis._tfGlobals',
          'tf.engine',
          'tf.backend',
          'tf.getKernel',
        ]),
      );
      const count = tf.memory().numTensors;
      const x = tf.tensor2d([[1, 2]]);
      const v = tf.variable(x);
      v.assign(tf.tensor2d([[3, 4]]));
      expect(() => v.assign(tf.tensor2d([[1], [2]]) as never)).toThrow('dtype and shape');
      expect(v.arraySync()).toEqual([[3, 4]]);
      expect(await x.data()).toEqual(Float32Array.of(1, 2));
      const inside = x as unknown as { bytes(): Promise<Uint8Array>; variable(): typeof v };
      expect((await inside.bytes()).byteLength).toBe(8);
      expect(inside.variable().arraySync()).toEqual([[1, 2]]);
      expect(tf.tensor(['a', 'b'] as never).dataSync()).toEqual(['a', 'b']);
      const made = tf as unknown as { buffer(...args: unknown[]): { toTensor(): typeof x } };
      const buffer = made.buffer([2], 'float32', Float32Array.of(5, 6));
      expect(buffer.toTensor().arraySync()).toEqual([5, 6]);
      const engine = tf.engine();
      engine.startScope();
      tf.zeros([2]);
      engine.endScope();
      x.dispose();
      expect(() => x.dataSync()).toThrow('disposed');
      v.dispose();
      tf.disposeVariables();
      expect(tf.memory().numTensors).toBeLessThan(count + 9);
    } finally {
      lift();
      onRefusedUse(() => {});
    }
    expect(everything._tfengine).toBe(before);
    expect(everything._tfGlobals).toBe(table);
  });

  test('comes back with the last of those who hid it', () => {
    const [first, second] = [restrict({}), restrict({})];
    first();
    expect(() => everything._tfengine).toThrow(NotAllowedError);
    second();
    expect(everything._tfengine).toBeDefined();
    expect(tf.tensor1d([1]).dataSync()[0]).toBe(1);
  });
});

test('a compiled import of a module, made while an exercise is tested, uses nothing of it', () => {
  const library = { tf: { add: () => 1 }, table: [1], model: () => 2 };
  const module = guardModule('gradus/sample', library) as typeof library & { __esModule?: boolean };
  const used: string[] = [];
  onRefusedUse((name) => used.push(name));
  const end = restrict({ allow: ['gradus/sample.tf'] });
  try {
    // As TypeScript compiles `import()` and `import * as`: what has no mark is copied name by name.
    const imported = module.__esModule ? module : { ...module };
    expect(imported.tf.add()).toBe(1);
    expect(() => imported.model()).toThrow(NotAllowedError);
    expect(used).toEqual(['gradus/sample.model']);
  } finally {
    end();
    onRefusedUse(() => {});
  }
});
