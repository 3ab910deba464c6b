/**
 * Answers that are right in part, and answers that take their time.
 *
 * How long is known by construction: `burn` counts its own processor time, so a call takes what it
 * says on any machine; 150 ms is far below the second that a call may take, 4 s far above. The
 * endless ones have no end in their text.
 */

/** @typedef {import('./corpus.js').ExerciseName} ExerciseName */
/** @typedef {import('./corpus.js').Truth} Truth */

/** @type {readonly { exercise: ExerciseName, name: string, ts: string, py: string, truth: Truth }[]} */
export const half = [
  {
    exercise: 'softmax',
    name: 'overflows',
    ts: `function softmax(logits: Tensor2D): Tensor2D {
  const powers = tf.exp(logits);
  return tf.div(powers, tf.sum(powers, 1, true));
}`,
    py: `def softmax(logits):
    powers = np.exp(logits)
    return powers / np.sum(powers, axis=1, keepdims=True)`,
    // exp(89) is Infinity in float32: right below, NaN for the large scores of stability tests.
    truth: { passes: ['value', 'property'], fails: ['stability'] },
  },
  {
    exercise: 'crossEntropy',
    name: 'logarithm of a probability that rounds to 0',
    ts: `function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const powers = tf.exp(logits);
  const shares = tf.div(powers, tf.sum(powers, 1, true));
  const right = tf.sum(tf.mul(shares, tf.oneHot(labels, logits.shape[1]).toFloat()), 1);
  return tf.neg(tf.mean(tf.log(right)));
}`,
    py: `def crossEntropy(logits, labels):
    powers = np.exp(logits)
    shares = powers / np.sum(powers, axis=1, keepdims=True)
    return -np.mean(np.log(shares[np.arange(len(labels)), labels]))`,
    truth: { passes: ['value', 'property'], fails: ['stability'] },
  },
];

const burn = `function burn(ms: number): void {
  const begun = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(begun);
    if ((user + system) / 1000 >= ms) return;
  }
}
`;
const burnPy = `import time

def burn(ms):
    begun = time.process_time()
    while (time.process_time() - begun) * 1000 < ms:
        pass
`;

/**
 * @typedef {object} Slow
 * @property {string} name
 * @property {'right' | 'nothing'} truth
 * @property {readonly ExerciseName[]} of
 * @property {string} [before] a cell before the answer
 * @property {(call: string) => string} ts the body around the right answer's call
 * @property {string | null} beforePy
 * @property {((call: string) => string) | null} py
 */

/** @type {readonly Slow[]} */
export const slow = [
  {
    name: 'works 150 ms on every call',
    truth: 'right',
    of: ['denseForward', 'softmax', 'crossEntropy', 'denseBackward', 'trainMlp'],
    before: burn,
    ts: (call) => `burn(150);\n  return ${call};`,
    beforePy: burnPy,
    py: (call) => `burn(150)\n    return ${call}`,
  },
  {
    name: 'waits 400 ms on every call',
    truth: 'right',
    of: ['softmax', 'denseBackward', 'trainMlp'],
    ts: (call) => `return new Promise((done) => setTimeout(() => done(${call}), 400));`,
    beforePy: 'import time',
    py: (call) => `time.sleep(0.4)\n    return ${call}`,
  },
  {
    name: 'loads for 1.5 s',
    truth: 'right',
    of: ['denseForward', 'crossEntropy'],
    before: `${burn}\nburn(1500);\nconst table = 1;`,
    ts: (call) => `return table === 1 ? ${call} : undefined;`,
    beforePy: `${burnPy}\nburn(1500)\ntable = 1`,
    py: (call) => `return ${call} if table == 1 else None`,
  },
  {
    name: 'works 4 s on every call',
    truth: 'nothing',
    of: ['denseForward', 'softmax', 'crossEntropy'],
    before: burn,
    ts: (call) => `burn(4000);\n  return ${call};`,
    beforePy: null,
    py: null,
  },
  {
    name: 'never ends',
    truth: 'nothing',
    of: ['denseBackward', 'trainMlp'],
    ts: (call) => `for (let i = 0; ; i = (i + 1) % 7) if (i > 9) return ${call};`,
    beforePy: '',
    py: (call) => `while True:\n        pass\n    return ${call}`,
  },
  {
    name: 'never settles',
    truth: 'nothing',
    of: ['crossEntropy', 'trainMlp'],
    ts: () => 'return new Promise(() => {});',
    beforePy: '',
    py: () => 'import threading\n    threading.Event().wait()',
  },
  {
    name: 'waits from turn to turn without end',
    truth: 'nothing',
    of: ['softmax'],
    ts: () => 'return (async () => { for (;;) await new Promise(setImmediate); })();',
    beforePy: 'import time',
    py: () => 'while True:\n        time.sleep(0.01)',
  },
  {
    name: 'its cell never ends',
    truth: 'nothing',
    of: ['denseForward'],
    before: 'let turns = 1;\nwhile (turns > 0) turns = (turns % 5) + 1;',
    ts: (call) => `return turns ? ${call} : undefined;`,
    beforePy: 'turns = 1\nwhile turns > 0:\n    turns = turns % 5 + 1',
    py: (call) => `return ${call} if turns else None`,
  },
  {
    name: 'two to the power of forty steps',
    truth: 'nothing',
    of: ['denseBackward'],
    before: 'const steps = (n: number): number => (n === 0 ? 1 : steps(n - 1) + steps(n - 1));',
    ts: (call) => `return steps(40) > 0 ? ${call} : undefined;`,
    beforePy: 'def steps(n):\n    return 1 if n == 0 else steps(n - 1) + steps(n - 1)',
    py: (call) => `return ${call} if steps(40) > 0 else None`,
  },
];
