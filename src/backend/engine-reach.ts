/**
 * TensorFlow.js keeps its engine and its table of kernels on `globalThis`, and its tensors look the
 * engine up there each time. While an exercise is tested both go out of reach: through them every
 * kernel and every gradient could be called, whatever is withheld.
 */
import * as core from '@tensorflow/tfjs-core';

/** Ways to the engine, to kernels and to gradients by their kernel's name. */
export const engineNames: readonly string[] = [
  'globalThis._tfengine',
  'globalThis._tfGlobals',
  'tf.engine',
  'tf.backend',
  'tf.findBackend',
  'tf.findBackendFactory',
  'tf.registerBackend',
  'tf.getKernel',
  'tf.getKernelsForBackend',
  'tf.getGradient',
  'tf.registerKernel',
  'tf.unregisterKernel',
  'tf.registerGradient',
  'tf.unregisterGradient',
  'tf.copyRegisteredKernels',
  // Their methods are called on what holds the engine.
  'tf.DataStorage',
  'tf.KernelBackend',
];

interface Engine {
  read(dataId: object): Promise<ArrayLike<unknown>>;
  readSync(dataId: object): ArrayLike<unknown>;
  readToGPU(dataId: object, options: unknown): unknown;
  disposeTensor(tensor: object): void;
  disposeVariable(variable: object): void;
  incRef(tensor: object, backend: null): void;
  makeTensor(values: unknown, shape: readonly number[], dtype: string): unknown;
  makeVariable(from: object, trainable?: boolean, name?: string, dtype?: string): unknown;
  startScope(name?: string): void;
  endScope(result?: unknown): void;
  tidy(...args: unknown[]): unknown;
  memory(): unknown;
}

interface TensorInside {
  dataId: object;
  dtype: string;
  shape: readonly number[];
  isDisposed: boolean;
  isDisposedInternal: boolean;
  kerasMask?: { dispose(): void };
  throwIfDisposed(): void;
}

type Methods = Record<string, (this: never, ...args: never[]) => unknown>;

/** What tensors do through the engine, as TensorFlow.js has it, with the engine at hand. */
function tensorMethods(engine: Engine): Methods {
  const decoded = (data: ArrayLike<unknown>, dtype: string): unknown =>
    dtype === 'string'
      ? Array.from(data as ArrayLike<Uint8Array>, (bytes) => core.util.decodeString(bytes))
      : data;
  return {
    async data(this: TensorInside) {
      this.throwIfDisposed();
      return decoded(await engine.read(this.dataId), this.dtype);
    },
    dataSync(this: TensorInside) {
      this.throwIfDisposed();
      return decoded(engine.readSync(this.dataId), this.dtype);
    },
    async bytes(this: TensorInside) {
      this.throwIfDisposed();
      const data = await engine.read(this.dataId);
      return this.dtype === 'string' ? data : new Uint8Array((data as Float32Array).buffer);
    },
    dataToGPU(this: TensorInside, options: unknown) {
      this.throwIfDisposed();
      return engine.readToGPU(this.dataId, options);
    },
    dispose(this: TensorInside) {
      if (this.isDisposed) return;
      this.kerasMask?.dispose();
      engine.disposeTensor(this);
      this.isDisposedInternal = true;
    },
    variable(this: TensorInside, trainable = true, name?: string, dtype?: string) {
      this.throwIfDisposed();
      return engine.makeVariable(this, trainable, name, dtype);
    },
  };
}

function variableMethods(engine: Engine): Methods {
  return {
    assign(this: TensorInside, value: TensorInside) {
      const same =
        value.dtype === this.dtype && core.util.arraysEqual([...value.shape], [...this.shape]);
      if (!same) {
        const form = ({ dtype, shape }: TensorInside): string => `${dtype} [${shape}]`;
        throw new Error(
          `Expected a new value of the variable's dtype and shape, ${form(this)}. Received: ${form(value)}`,
        );
      }
      engine.disposeTensor(this);
      this.dataId = value.dataId;
      engine.incRef(this, null);
    },
    dispose(this: TensorInside) {
      engine.disposeVariable(this);
      this.isDisposedInternal = true;
    },
  };
}

function bufferMethods(engine: Engine): Methods {
  return {
    toTensor(this: { values: unknown; shape: readonly number[]; dtype: string }) {
      return engine.makeTensor(this.values, this.shape, this.dtype);
    },
  };
}

/** Puts own properties in the place of others; gives what undoes it. */
function replaced(owner: object, properties: Readonly<Record<string, PropertyDescriptor>>) {
  const before = Object.keys(properties).map((name) => ({
    name,
    descriptor: Object.getOwnPropertyDescriptor(owner, name),
  }));
  Object.defineProperties(owner, properties);
  return () => {
    for (const { name, descriptor } of before) {
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  };
}

const asProperties = (methods: Methods): Record<string, PropertyDescriptor> =>
  Object.fromEntries(
    Object.entries(methods).map(([name, value]) => [
      name,
      { configurable: true, writable: true, enumerable: true, value },
    ]),
  );

/** How many want it hidden; it comes back with the last of them. */
let hiders = 0;
let bringBack = (): void => {};

/**
 * Takes the engine and the table of kernels from `globalThis` until the answer is called. Tensors
 * work as before.
 *
 * @param refuse throws; is called with the name that student code used
 */
export function hideEngine(refuse: (name: string) => never): () => void {
  if (hiders++ === 0) bringBack = hide(refuse);
  let done = false;
  return () => {
    if (done) return;
    done = true;
    if (--hiders === 0) bringBack();
  };
}

function hide(refuse: (name: string) => never): () => void {
  const engine = core.engine() as unknown as Engine;
  // TensorFlow.js itself looks up its class of tensors here, and nothing else after it has loaded.
  const globals = new Map<string, unknown>([['Tensor', core.Tensor]]);
  const only = (key: string): void => {
    if (key !== 'Tensor') refuse('globalThis._tfGlobals');
  };
  globals.get = (key) => {
    only(key);
    return core.Tensor;
  };
  globals.has = (key) => {
    only(key);
    return true;
  };
  const buffer = core.TensorBuffer.prototype;
  const undo = [
    replaced(core.Tensor.prototype, asProperties(tensorMethods(engine))),
    replaced(core.Variable.prototype, asProperties(variableMethods(engine))),
    replaced(buffer, asProperties(bufferMethods(engine))),
    replaced(globalThis, {
      _tfengine: { configurable: true, get: () => refuse('globalThis._tfengine') },
      _tfGlobals: { configurable: true, value: globals },
    }),
  ];
  return () => {
    for (const step of undo.reverse()) step();
  };
}

/** `tf.engine()` for student code: scopes, which free tensors, and nothing beyond them. */
export function scopesOnly(refuse: (name: string) => never): () => object {
  return () => {
    const engine = core.engine() as unknown as Engine;
    const scopes: Record<string, unknown> = {
      startScope: (name?: string) => engine.startScope(name),
      endScope: (result?: unknown) => engine.endScope(result),
      tidy: (...args: unknown[]) => engine.tidy(...args),
      memory: () => engine.memory(),
    };
    return new Proxy(Object.create(null), {
      get: (_, key) => {
        if (typeof key === 'symbol' || key === 'then') return undefined;
        return Object.hasOwn(scopes, key) ? scopes[key] : refuse('tf.engine');
      },
      set: () => refuse('tf.engine'),
      defineProperty: () => refuse('tf.engine'),
      getPrototypeOf: () => null,
    });
  };
}
