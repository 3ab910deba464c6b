/** Attacks 52 and up: the driver, which shares its process with student code. */
const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';
/** A dense layer by another layer; call it with its options, the shapes of its input and kernel. */
const asLayer = `function denseForward(x: any, w: any, b: any): any {
  const by = (name: string, options: any, input: number[], shape: number[], kernel = w): any => {
    const layer = (tf.layers as any)[name](options);
    layer.build([null, ...input]);
    layer.setWeights([kernel.reshape(shape), b]);
    return layer.apply(x.reshape([-1, ...input])).reshape([-1, w.shape[1]]);
  };
  return by`;
const all = ['failed', 'error', 'timeout', 'tampered', 'out-of-memory', 'not-run'];

/** A frame on the pipe; `id` of the call under way is its number, the load being 0. */
const frame = `const { writeSync } = require('node:fs');
let calls = 0;
const send = (header: object, body = Buffer.alloc(0)): void => {
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(body.length, 4);
  writeSync(3, Buffer.concat([prefix, text, body]));
};`;

/** @type {[string, string][]} */
const patches = [
  ['tf-memory', 'tf.memory = (() => ({ numTensors: 0, numBytes: 0 })) as any;'],
  ['tf-engine', '(tf as any).engine = () => ({ state: {}, startScope() {}, endScope() {} });'],
  ['performance', 'performance.now = () => 0;'],
  ['date', 'Date.now = () => 0; (globalThis as any).Date = class { getTime() { return 0; } };'],
  [
    'object-prototype',
    "for (const k of ['type', 'id', 'value', 'args', 'then', 'get', 'kind']) Object.defineProperty(Object.prototype, k, { value: 'value', configurable: true, writable: true });",
  ],
  ['promise-then', 'Promise.prototype.then = function () { return this; } as any;'],
  ['array-iterator', 'Array.prototype[Symbol.iterator] = function* () {} as any;'],
  [
    'array-map',
    'Array.prototype.map = function () { return this; } as any; Array.prototype.push = () => 0;',
  ],
  [
    'function-call',
    'Function.prototype.call = () => true; Function.prototype.apply = () => true; Function.prototype.bind = () => () => true;',
  ],
  [
    'buffer',
    "Buffer.from = (() => { throw new Error('no'); }) as any; Buffer.byteLength = () => 0;",
  ],
  [
    'typed-arrays',
    'Float32Array.prototype.slice = function () { return this; }; Uint8Array.prototype.set = () => {}; Float64Array.from = (() => new Float64Array(9)) as any;',
  ],
  ['write-sync', "const files = require('node:fs'); files.writeSync = () => 0;"],
  ['read-sync', "const files = require('node:fs'); files.readSync = () => 0;"],
  [
    'has-instance',
    'for (const type of [Map, Set, Error]) Object.defineProperty(type, Symbol.hasInstance, { value: () => true });',
  ],
  [
    'error',
    "(globalThis as any).Error = class { message = ''; }; Error.prepareStackTrace = () => { throw 1; };",
  ],
];

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  ...patches.map(
    ([id, code]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 52,
        id: `52-patched-${id}`,
        title: `patched in the driver's realm: ${id}`,
        defence: 'a patch costs only who made it',
        code: `${code}\n${head} ${wrong} }`,
        verdicts: all,
        // It calls methods of these names, so it runs with the cell that assigns to them.
        ...(['array-map', 'typed-arrays'].includes(id ?? '') ? { shares: ['trainMlp'] } : {}),
      }),
  ),
  ...[
    ['require', "const { softmax: own } = require('gradus/deep-learning');", 'own(z)'],
    ['namespace', "import * as all from 'gradus/deep-learning';", 'all.softmax(z)'],
    [
      're-export',
      "import { softmax as other } from 'gradus/deep-learning';\nexport { softmax as third } from 'gradus/deep-learning';",
      'other(z)',
    ],
    ['computed', '', "(tf as any)['soft' + 'max'](z)"],
    ['method', '', 'z.softmax()'],
    ['log', '', 'tf.exp(z.logSoftmax())'],
    ['layers', '', 'tf.layers.softmax().apply(z)'],
    ['activation', '', "tf.layers.activation({ activation: 'softmax' }).apply(z)"],
    [
      'global-engine',
      '',
      "(globalThis as any)._tfengine.runKernel('Softmax', { logits: z }, { dim: 1 })",
    ],
    [
      'global-kernels',
      '',
      "(globalThis as any)._tfGlobals.get('kernelRegistry').get('cpu_Softmax').kernelFunc({ inputs: { logits: z }, attrs: { dim: 1 } })",
    ],
    [
      'engine-of-the-backend',
      '',
      "(tf as any).backend().data.dataMover.runKernel('Softmax', { logits: z }, { dim: 1 })",
    ],
    [
      'engine-of-a-kernel',
      '',
      "(() => { let found: any; (tf as any).registerKernel({ kernelName: 'Round', backendName: 'cpu', kernelFunc: (o: any) => { found = o.backend.data.dataMover; return o.inputs.x; } }); tf.round(z); return found.runKernel('Softmax', { logits: z }, { dim: 1 }); })()",
    ],
    [
      'engine-by-a-getter',
      '',
      "(() => { let found: any; Object.defineProperty(Object.prototype, 'pendingBackendInit', { configurable: true, get() { if (this.runKernel) found = this; return undefined; } }); tf.exp(z); return found.runKernel('Softmax', { logits: z }, { dim: 1 }); })()",
    ],
    [
      'own-cross-entropy',
      "import { crossEntropy as cost } from 'gradus/deep-learning';",
      "tf.tensor((z.arraySync() as number[][]).map((row) => row.map((_, c) => Math.exp(-cost(tf.tensor2d([row]), tf.tensor1d([c], 'int32')).dataSync()[0]!))))",
    ],
    [
      'metric',
      '',
      'tf.tensor((z.arraySync() as number[][]).map((row) => row.map((_, c) => Math.exp(-(tf as any).metrics.categoricalCrossentropy(tf.oneHot([c], row.length), tf.layers.softmax().apply(tf.tensor2d([row]))).dataSync()[0]))))',
    ],
    ['kernel', '', "tf.engine().runKernel('Softmax', { logits: z }, { dim: 1 })"],
    [
      'kernel-function',
      '',
      "tf.getKernel('Softmax', 'cpu')!.kernelFunc({ inputs: { logits: z }, backend: tf.backend(), attrs: { dim: 1 } } as any)",
    ],
    [
      'gradient',
      '',
      'tf.grad((a: any) => tf.losses.softmaxCrossEntropy(tf.zerosLike(z), a, 0, 0, 3 as any).sum())(z)',
    ],
    [
      'unlocked',
      "import { softmax as locked } from 'gradus/deep-learning';\nSet.prototype.has = () => false;\nMap.prototype.has = () => false;",
      'locked(z)',
    ],
    [
      'computed-module',
      "const own = (require as any)(['gradus', 'deep-learning'].join('/'));",
      "own[['soft', 'max'].join('')](z)",
    ],
    [
      'deep-path',
      "const own: any = await import('gradus/dist/src/scratch/softmax.js');",
      'own.softmax(z)',
    ],
    [
      'dense',
      '',
      "tf.layers.dense({ units: z.shape[1], activation: 'softmax', kernelInitializer: 'identity' }).apply(z)",
    ],
    [
      'convolution',
      '',
      "(() => { const c = z.shape[1]; const l: any = tf.layers.conv1d({ filters: c, kernelSize: 1, useBias: false, activation: 'softmax' }); l.build([null, 1, c]); l.setWeights([tf.eye(c).expandDims(0)]); return l.apply(z.expandDims(1)).squeeze([1]); })()",
    ],
    [
      'loss',
      "import { sparseSoftmaxCrossEntropy as cost } from 'gradus';",
      "tf.exp(tf.neg(tf.stack([...Array(z.shape[1]).keys()].map((c) => cost(tf.fill([z.shape[0]], c, 'int32') as any, z)), 1)))",
    ],
    [
      'attention',
      "import { scaledDotProductAttention as attend } from 'gradus/nlp';",
      'attend(z.expandDims(0).expandDims(0), tf.eye(z.shape[1]).mul(Math.sqrt(z.shape[1])).expandDims(0).expandDims(0) as any, tf.eye(z.shape[1]).expandDims(0).expandDims(0) as any).reshape(z.shape)',
    ],
    ['descriptor', '', "(Object.getOwnPropertyDescriptor(tf, 'softmax') as any).value(z)"],
    ['descriptors', '', '(Object.getOwnPropertyDescriptors(tf) as any).logSoftmax.value(z).exp()'],
    ['copy', 'const copy: any = { ...tf };', 'copy.softmax(z)'],
    ['kept', 'const { softmax: early } = tf as any;', 'early(z)'],
    ['bound', '', '(tf as any).softmax.bind(tf)(z)'],
    ['reflected', '', "Reflect.apply((tf as any)['softmax'], tf, [z])"],
    [
      'patched-text',
      "String.prototype.slice = (() => 'tf.add') as any;\nString.prototype.lastIndexOf = (() => -1) as any;",
      '(tf as any).softmax(z)',
    ],
    [
      'patched-list',
      'Array.prototype.includes = () => true;\nArray.prototype.indexOf = () => 0;',
      "(tf as any).getKernel('Softmax', 'cpu').kernelFunc({ inputs: { logits: z }, backend: (tf as any).backend(), attrs: { dim: 1 } })",
    ],
    [
      'trap-on-every-object',
      '',
      "(() => { let inner: any; for (const trap of ['has', 'ownKeys', 'getPrototypeOf', 'isExtensible']) (Object.prototype as any)[trap] = (of: any) => { if (of.softmax) inner = of; return Reflect.get(Reflect, trap)(of); }; try { 'x' in tf; Object.keys(tf); Object.getPrototypeOf(tf); } catch {} return (inner ?? (tf as any)).softmax(z); })()",
    ],
    [
      'this-of-the-library',
      '',
      '(() => { let inner: any; const { sub } = tf; (tf as any).sub = function (this: any, ...args: any[]) { inner = this; return (sub as any)(...args); }; try { tf.squaredDifference(z, z); tf.moments(z); } catch {} return (inner ?? (tf as any)).softmax(z); })()',
    ],
    ['class-of-a-value', '', '((z as any).constructor.prototype as any).softmax.call(z)'],
    [
      'own-method',
      '(tf as any).Tensor.prototype.share = (tf as any).Tensor.prototype.softmax;',
      '(z as any).share()',
    ],
    ['new-namespace', '', '(tf as any).default.softmax(z)'],
    ['log-sum-gradient', '', 'tf.grad((a: any) => tf.logSumExp(a, 1).sum())(z)'],
  ].map(
    ([id, before, call]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 53,
        id: `53-forbidden-${id}`,
        title: `the library's softmax in place of one's own: ${id}`,
        defence: 'not among what the exercise may use, by every way to it',
        exercise: 'softmax',
        code: `${before}\nfunction softmax(z: any): any { return ${call}; }`,
        verdicts: ['error', 'failed'],
      }),
  ),
  ...[
    [
      'layer',
      'denseForward',
      'function denseForward(x: any, w: any, b: any): any { const l: any = tf.layers.dense({ units: w.shape[1], inputShape: [w.shape[0]] }); l.build([null, w.shape[0]]); l.setWeights([w, b]); return l.apply(x); }',
    ],
    [
      'conv1d',
      'denseForward',
      `${asLayer}('conv1d', { filters: w.shape[1], kernelSize: 1 }, [1, w.shape[0]], [1, ...w.shape]); }`,
    ],
    [
      'conv2d',
      'denseForward',
      `${asLayer}('conv2d', { filters: w.shape[1], kernelSize: 1 }, [1, 1, w.shape[0]], [1, 1, ...w.shape]); }`,
    ],
    [
      'conv2d-transpose',
      'denseForward',
      `${asLayer}('conv2dTranspose', { filters: w.shape[1], kernelSize: 1 }, [1, 1, w.shape[0]], [1, 1, w.shape[1], w.shape[0]], tf.transpose(w)); }`,
    ],
    [
      'depthwise-convolution',
      'denseForward',
      `${asLayer}('depthwiseConv2d', { kernelSize: [w.shape[0], 1], depthMultiplier: w.shape[1] }, [w.shape[0], 1, 1], [w.shape[0], 1, 1, w.shape[1]]); }`,
    ],
    [
      'recurrent-layer',
      'denseForward',
      `function denseForward(x: any, w: any, b: any): any { const [d, h] = w.shape; const l: any = tf.layers.simpleRNN({ units: h, activation: 'linear' }); const steps = x.reshape([-1, 1, d]); l.apply(steps); l.setWeights([w, tf.zeros([h, h]), b]); return l.apply(steps); }`,
    ],
    [
      'fused',
      'denseForward',
      'function denseForward(x: any, w: any, b: any): any { return (tf as any).fused.matMul({ a: x, b: w, bias: b }); }',
    ],
    [
      'fused-kernel',
      'denseForward',
      "function denseForward(x: any, w: any, b: any): any { return (tf.engine() as any).runKernel('_FusedMatMul', { a: x, b: w, bias: b }, { transposeA: false, transposeB: false, activation: 'linear' }); }",
    ],
    [
      'class-by-name',
      'denseForward',
      'function denseForward(x: any, w: any, b: any): any { const [Dense] = (tf as any).serialization.SerializationMap.getMap().classNameMap.Dense; const l = new Dense({ units: w.shape[1] }); l.build([null, w.shape[0]]); l.setWeights([w, b]); return l.apply(x); }',
    ],
    [
      'model-from-config',
      'denseForward',
      "function denseForward(x: any, w: any, b: any): any { const all = tf as any; const m = all.Sequential.fromConfig(all.Sequential, [{ className: 'Dense', config: { units: w.shape[1], batchInputShape: [null, w.shape[0]] } }]); m.setWeights([w, b]); return m.apply(x); }",
    ],
    [
      'layer-within-a-layer',
      'denseForward',
      "function denseForward(x: any, w: any, b: any): any { const [d, h] = w.shape; const layers = tf.layers as any; const outer = layers.timeDistributed({ layer: layers.flatten() }); const l = outer.constructor.fromConfig(outer.constructor, { layer: { className: 'Dense', config: { units: h } } }); l.build([null, 1, d]); l.setWeights([w, b]); return l.apply(x.reshape([-1, 1, d])).reshape([-1, h]); }",
    ],
    [
      'gradient-of-a-kernel',
      'denseBackward',
      "function denseBackward(x: any, w: any, dy: any): any { const { a, b } = (tf as any).getGradient('BatchMatMul').gradFunc(dy, [x, w], { transposeA: false, transposeB: false }); return { dx: a(), dw: b(), db: tf.sum(dy, 0) }; }",
    ],
    [
      'step-of-a-model',
      'denseBackward',
      "async function denseBackward(x: any, w: any, dy: any): Promise<any> { const m: any = tf.sequential({ layers: [tf.layers.dense({ units: w.shape[1], inputShape: [w.shape[0]] })] }); const b = tf.zeros([w.shape[1]]); m.setWeights([w, b]); m.compile({ optimizer: 'sgd', loss: (t: any, p: any) => tf.sum(tf.mul(t, p)) }); await m.trainOnBatch(x, dy); const [w2, b2] = m.getWeights(); return { dx: tf.matMul(dy, w, false, true), dw: tf.mul(tf.sub(w, w2), 100), db: tf.mul(tf.sub(b, b2), 100) }; }",
    ],
    [
      'model-by-name',
      'trainMlp',
      "async function trainMlp(o: any): Promise<any> { const [Model] = (tf as any).serialization.SerializationMap.getMap().classNameMap.Sequential; const m = new Model({ layers: [tf.layers.dense({ units: o.hidden, activation: 'relu', inputShape: [o.x.shape[1]] }), tf.layers.dense({ units: o.classes })] }); m.compile({ optimizer: tf.train.sgd(o.learningRate), loss: (y: any, z: any) => tf.losses.softmaxCrossEntropy(y, z) }); const h = await m.fit(o.x, tf.oneHot(o.y, o.classes), { epochs: o.epochs, batchSize: o.batchSize }); const [w1, b1, w2, b2] = m.getWeights(); return { w1, b1, w2, b2, losses: h.history.loss }; }",
    ],
    [
      'optimizer',
      'denseBackward',
      'function denseBackward(x: any, w: any, dy: any): any { const v = [x, w, tf.zeros([w.shape[1]])].map((t) => tf.variable(t)); const g = (tf.train.sgd(1) as any).computeGradients(() => tf.sum(tf.mul(dy, tf.add(tf.matMul(v[0] as any, v[1] as any), v[2]!))), v).grads; const [dx, dw, db] = v.map((t) => g[t.name]); return { dx, dw, db }; }',
    ],
    [
      'optimizer-class',
      'denseBackward',
      'function denseBackward(x: any, w: any, dy: any): any { const v = [x, w, tf.zeros([w.shape[1]])].map((t) => tf.variable(t)); const g = new (tf as any).SGDOptimizer(1).computeGradients(() => tf.sum(tf.mul(dy, tf.add(tf.matMul(v[0] as any, v[1] as any), v[2]!))), v).grads; const [dx, dw, db] = v.map((t) => g[t.name]); return { dx, dw, db }; }',
    ],
    [
      'ctc',
      'crossEntropy',
      "import { ctcLoss as ctc } from 'gradus/speech';\nfunction crossEntropy(z: any, t: any): any { const [b, c] = z.shape; return tf.mean(ctc(tf.pad(z, [[0, 0], [0, 1]], -1e9).reshape([b, 1, c + 1]) as any, t.reshape([b, 1]))); }",
    ],
    [
      'loss-of-a-model',
      'crossEntropy',
      "function crossEntropy(z: any, t: any): any { const c = z.shape[1]; const m: any = tf.sequential({ layers: [tf.layers.activation({ activation: 'softmax', inputShape: [c] })] }); m.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' }); return m.evaluate(z, tf.oneHot(t, c)); }",
    ],
    [
      'loss-of-training',
      'crossEntropy',
      "import { Trainer as T, sparseSoftmaxCrossEntropy as cost } from 'gradus';\nasync function crossEntropy(z: any, t: any): Promise<any> { const v: any = tf.variable(z); const m = { variables: [v], loss: ({ y }: any): any => tf.mean(cost(y, v)) }; const h = await new T({ model: m, optimizer: tf.train.sgd(0) } as any).fit({ x: z, y: t }, { epochs: 1, batchSize: z.shape[0] }); return tf.scalar(h.loss[0]!); }",
    ],
    [
      'engine-of-the-globe',
      'denseBackward',
      'function denseBackward(x: any, w: any, dy: any): any { const g = (globalThis as any)._tfengine.gradients(() => tf.matMul(x, w), [x, w], dy).grads; return { dx: g[0], dw: g[1], db: tf.sum(dy, 0) }; }',
    ],
    [
      'table-of-gradients',
      'denseBackward',
      "function denseBackward(x: any, w: any, dy: any): any { const { a, b } = (globalThis as any)._tfGlobals.get('gradRegistry').get('BatchMatMul').gradFunc(dy, [x, w], { transposeA: false, transposeB: false }); return { dx: a(), dw: b(), db: tf.sum(dy, 0) }; }",
    ],
    [
      'trainer',
      'trainMlp',
      "import { Trainer as T, sparseSoftmaxCrossEntropy as cost } from 'gradus';\nasync function trainMlp(o: any): Promise<any> { const v: any[] = [[o.x.shape[1], o.hidden], [o.hidden], [o.hidden, o.classes], [o.classes]].map((s) => tf.variable(s.length === 1 ? tf.zeros(s) : tf.randomNormal(s, 0, Math.sqrt(2 / s[0]!), 'float32', o.seed))); const loss = ({ x, y }: any): any => tf.mean(cost(y, tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, v[0]), v[1])), v[2]), v[3]))); const t = new T({ model: { variables: v, loss }, optimizer: tf.train.sgd(o.learningRate), seed: o.seed }); const h = await t.fit({ x: o.x, y: o.y }, { epochs: o.epochs, batchSize: o.batchSize }); for (const [i, l] of h.loss.entries()) await o.onEpoch?.(i + 1, l); return { w1: v[0], b1: v[1], w2: v[2], b2: v[3], losses: h.loss }; }",
    ],
    [
      'engine',
      'denseBackward',
      'function denseBackward(x: any, w: any, dy: any): any { const g = (tf.engine() as any).gradients(() => tf.matMul(x, w), [x, w], dy).grads; return { dx: g[0], dw: g[1], db: tf.sum(dy, 0) }; }',
    ],
  ].map(
    ([id, exercise, code]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 53,
        id: `53-forbidden-${id}`,
        title: `what the library would answer: ${id} for ${exercise}`,
        defence: 'as above',
        exercise,
        code,
        verdicts: ['error', 'failed'],
      }),
  ),
  {
    n: 54,
    id: '54-second-answer',
    title: 'getters that answer differently the second time',
    defence: 'a value is read once, by the encoder; the judge has only what was read',
    exercise: 'denseBackward',
    code: `let reads = 0;
function denseBackward(x: any, w: any, dy: any): any {
  const right = { dx: tf.zeros(x.shape), dw: tf.zeros(w.shape), db: tf.zeros([1]) };
  return new Proxy(right, { get: (t: any, k) => (reads++ % 2 ? t[k] : k === 'then' ? undefined : { valueOf: () => reads++ }) });
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 54,
    id: '54-shape-changes',
    title: 'a tensor whose shape, dtype and data change while it is read',
    defence: 'lengths are checked against the shape outside',
    code: `${head}
  const t: any = tf.zeros([x.shape[0], w.shape[1]]);
  let reads = 0;
  Object.defineProperty(t, 'shape', { get: () => (reads++ % 2 ? [1] : [x.shape[0], w.shape[1]]) });
  Object.defineProperty(t, 'dataSync', { value: () => new Float32Array(reads++) });
  return t;
}`,
    verdicts: all,
  },
  {
    n: 54,
    id: '54-arguments-untouched',
    title: 'arguments that claim to be whatever they are compared with',
    defence: 'what is said of an argument can cost points, never be the only ground for one',
    code: `${head}
  for (const t of [x, w, b]) { t.dataSync().fill(0); t.equal = () => tf.ones([1]); }
  return x;
}`,
    verdicts: ['failed'],
  },
  {
    n: 55,
    id: '55-large-weights',
    title: 'weights so large that the tolerance swallows the step',
    defence: 'start weights must be of a size that a step can be seen on',
    exercise: 'trainMlp',
    code: `function trainMlp(o: any): any {
  const d = o.x.shape[1];
  const losses = Array.from({ length: o.epochs }, () => Math.log(o.classes));
  return { w1: tf.zeros([d, o.hidden]), b1: tf.fill([o.hidden], -1e6), w2: tf.fill([o.hidden, o.classes], 1e6), b2: tf.fill([o.classes], 1e6), losses };
}`,
    // The form of the answer is right, and earns its point.
    verdicts: ['passed', 'failed'],
    score: 1,
  },
  ...[
    ['idle', "send({ type: 'idle', id: ++calls });"],
    ['loaded', "send({ type: 'loaded', id: ++calls, types: [['denseForward', 'function']] });"],
    [
      'value',
      "send({ type: 'value', id: ++calls, value: true, args: [], verdict: 'passed', score: 2 });",
    ],
    [
      'early',
      "send({ type: 'value', id: 1, value: 1, args: [] }); for (let i = 2; i < 40; i++) send({ type: 'value', id: i, value: 1, args: [] });",
    ],
    ['synced', "for (let i = 0; i < 40; i++) send({ type: 'synced', id: i });"],
    ['flood', "for (let i = 0; i < 1e9; i++) send({ type: 'value', id: i, value: 1, args: [] });"],
    ['length', 'writeSync(3, Buffer.alloc(64, 255));'],
    ['half', 'writeSync(3, Buffer.from([200, 0, 0, 0, 0, 0, 0]));'],
    ['call', "send({ type: 'call', id: ++calls, fn: 'solution', args: [] });"],
    ['model', "send({ type: 'value', id: ++calls, value: ['w', true, ['a', []]], args: [] });"],
    ['text', "send({ type: 'value', id: ++calls, value: ['x', 0, 262145], args: [] });"],
    [
      'complex',
      "send({ type: 'value', id: ++calls, value: ['t', 'complex64', [1e9], 0, 8], args: [] });",
    ],
    ['not-json', 'writeSync(3, Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 123, 123, 123, 123]));'],
  ].map(
    ([id, act]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 56,
        id: `56-frame-${id}`,
        title: `a forged frame: ${id}`,
        defence: 'a frame out of turn, unknown or malformed ends its test',
        code: `${frame}\n${head} ${act} ${wrong} }`,
        verdicts: ['tampered', 'timeout', 'error'],
      }),
  ),
  {
    n: 56,
    id: '56-frame-while-loading',
    title: 'a forged frame before any call',
    defence: 'as above',
    code: `${frame}\nsend({ type: 'loaded', id: 0, types: [['denseForward', 'function']] });\nsend({ type: 'value', id: 1, value: 1, args: [] });\n${head} ${wrong} }`,
    verdicts: ['tampered', 'failed'],
  },
  {
    n: 57,
    id: '57-own-driver',
    title: 'student code reads the pipe in place of the driver',
    defence: 'whoever answers, the answer is a value that is compared',
    code: `const fs = require('node:fs');
${frame}
${head}
  const buffer = Buffer.alloc(65536);
  for (let id = 1; id < 20; id++) {
    send(id % 2 ? { type: 'value', id, value: null, args: [] } : { type: 'synced', id });
    fs.readSync(3, buffer);
  }
}`,
    verdicts: all,
  },
  {
    n: 58,
    id: '58-right-but-rude',
    title: 'a right answer beside patches of everything harmless',
    defence: 'a patch is no offence where the answer is right',
    code: `console.log = () => {};
performance.now = () => 0;
Object.defineProperty(Object.prototype, 'passed', { value: true, configurable: true });
${head} return tf.add(tf.matMul(x, w), b); }`,
    verdicts: ['passed'],
    score: 'full',
  },
];
