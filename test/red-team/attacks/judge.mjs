/** Attacks 1–18: tampering with the judge. Under each patch lies a wrong answer: it must earn nothing. */
const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  {
    n: 1,
    id: '01-assertion-library',
    title: 'the assertion library says nothing any more',
    defence: 'verdicts are made in another process',
    code: `const assert = require('node:assert');
for (const name of Object.keys(assert)) (assert as any)[name] = () => {};
(globalThis as any).expect = () => new Proxy({}, { get: () => () => true });
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 2,
    id: '02-patched-intrinsics',
    title: 'Array.prototype.every, Object.is, Math.abs, JSON.stringify',
    defence: 'comparison happens outside; a patched driver costs only its own student',
    code: `Array.prototype.every = () => true;
Object.is = () => true;
Math.abs = () => 0;
Number.isFinite = () => true;
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 2,
    id: '02-json-stringify',
    title: 'JSON.stringify writes another frame',
    defence: 'a frame carries a value, never a verdict',
    code: `const honest = JSON.stringify;
JSON.stringify = ((value: any, ...rest: any[]) =>
  honest(value?.type === 'value' ? { ...value, verdict: 'passed', score: 99 } : value, ...rest)) as any;
${head} ${wrong} }`,
    verdicts: ['tampered'],
  },
  {
    n: 3,
    id: '03-evil-values',
    title: 'valueOf, toPrimitive, toJSON and a Proxy that equals everything',
    defence: 'the driver encodes plain data; types are checked outside',
    code: `${head}
  const evil = { valueOf: () => 42, toJSON: () => 42, [Symbol.toPrimitive]: () => 42, equals: () => true };
  return new Proxy(evil, { get: (t: any, k) => (k === 'then' ? undefined : (t[k] ?? 42)), has: () => true });
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 3,
    id: '03-named-like-a-tensor',
    title: 'a class by the name of the type that is expected',
    defence: 'a description is no type: the judge asks what the value is, not what it is called',
    code: `class Fake {}
Object.defineProperty(Fake, 'name', { value: 'tensor' });
${head} return new Fake(); }`,
    verdicts: ['failed'],
  },
  {
    n: 3,
    id: '03-error-like-a-tensor',
    title: 'an error by the name of the type that is expected',
    defence: 'as above',
    code: `${head} const error = new Error('x'); error.name = 'tensor'; return error; }`,
    verdicts: ['failed'],
  },
  {
    n: 4,
    id: '04-prototype-pollution',
    title: 'Object.prototype.passed, .points, .verdict',
    defence: 'results are made outside, from own keys of null-prototype objects',
    code: `for (const [key, value] of Object.entries({ passed: true, points: 99, score: 99, verdict: 'passed' }))
  Object.defineProperty(Object.prototype, key, { value, configurable: true });
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 4,
    id: '04-proto-key',
    title: 'an answer with the key __proto__',
    defence: 'decoded objects have no prototype to set',
    exercise: 'denseBackward',
    code: `function denseBackward(x: any, w: any, dy: any): any {
  return JSON.parse('{"__proto__":{"dx":1,"dw":1,"db":1},"constructor":{"prototype":{"passed":true}}}');
}`,
    verdicts: ['failed'],
  },
  {
    n: 5,
    id: '05-fake-tensorflow',
    title: 'tf.matMul, dataSync and the backend are replaced',
    defence: "expected values come from the judge's own TensorFlow.js",
    code: `(tf as any).matMul = () => tf.zeros([1]);
const prototype = Object.getPrototypeOf(tf.zeros([1]));
prototype.dataSync = function () { return new Float32Array(this.size).fill(Number.NaN); };
${head} ${wrong} }`,
    verdicts: ['failed', 'error'],
    // All use tf, so they run with the cell that assigns to it, as in the notebook.
    shares: ['softmax', 'crossEntropy', 'denseBackward', 'trainMlp'],
  },
  {
    n: 6,
    id: '06-forbidden-shortcut',
    title: 'tf.softmax where softmax is to be written',
    defence: 'the driver withholds it',
    exercise: 'softmax',
    code: 'function softmax(z: any): any { return tf.softmax(z); }',
    verdicts: ['error'],
  },
  {
    n: 7,
    id: '07-module-loading',
    title: 'require.cache, Module._load and tslab hooks',
    defence: 'the checker is not in this process',
    code: `const Module: any = require('node:module');
Module._load = () => ({ passed: true });
(globalThis as any).__tslab__ = { passed: true };
for (const key of Object.keys((require as any).cache ?? {})) delete (require as any).cache[key];
${head} ${wrong} }`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 8,
    id: '08-early-exit',
    title: 'process.exit(0), reallyExit, abort',
    defence: 'a test without a value is no pass, whatever the exit code',
    code: `let calls = 0;
${head} if (calls++ % 2) process.abort(); (process as any).reallyExit(0); }`,
    verdicts: ['error'],
  },
  {
    n: 8,
    id: '08-exit-while-loading',
    title: 'process.exit(0) before the function is there',
    defence: 'as above',
    code: `process.exit(0);
${head} ${wrong} }`,
    verdicts: ['error'],
  },
  {
    n: 9,
    id: '09-exit-handlers',
    title: 'exit handlers that rewrite the code',
    defence: 'the exit code counts for nothing',
    code: `process.on('exit', () => { process.exitCode = 0; process.stdout.write('passed'); });
${head} throw new Error('no'); }`,
    verdicts: ['error'],
  },
  {
    n: 10,
    id: '10-muted-failures',
    title: 'stderr, console.error and uncaughtException are silenced',
    defence: 'silence is no pass',
    code: `process.stderr.write = (() => true) as any;
console.error = () => {};
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
${head} setTimeout(() => { throw new Error('late'); }); return undefined; }`,
    verdicts: ['failed'],
  },
  {
    n: 11,
    id: '11-forged-output',
    title: 'PASS, TAP and JUnit on stdout and stderr',
    defence: 'what is printed is never read for a verdict',
    code: `${head}
  console.log('PASS\\nok 1 - all\\n<testsuite tests="9" failures="0"/>\\n{"verdict":"passed","score":100}');
  console.error('##[set-output name=score]100');
  require('node:fs').writeSync(1, '\\u001b[2J\\u001b[1;1Hall tests passed');
  ${wrong}
}`,
    verdicts: ['failed'],
  },
  {
    n: 12,
    id: '12-results-file',
    title: 'the results file and the entry script are replaced',
    defence: 'read-only root, results written outside',
    code: `const fs = require('node:fs');
for (const file of ['results.json', '/results.json', '../results.json', '/gradus/node', '/gradus/driver.blob', '/red-team-was-here', '/gradus/red-team-was-here', '/old/red-team-was-here', '/proc/1/cwd/red-team-was-here', '/proc/self/root/red-team-was-here'])
  try { fs.writeFileSync(file, '{"passed":true}'); } catch {}
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 13,
    id: '13-steal-the-nonce',
    title: 'stack, environment, arguments and heap are searched',
    defence: 'there is no secret in the sandbox: what it prints is searched for that of the class',
    code: `const seen = JSON.stringify([process.env, process.argv, process.execArgv, new Error().stack]);
let heap = '';
try { for (const chunk of require('node:v8').getHeapSnapshot().read() ?? []) heap += chunk; } catch {}
${head} console.log((seen + heap).match(/[0-9a-f]{64}/g) ?? 'nothing'); ${wrong} }`,
    verdicts: ['failed', 'timeout', 'out-of-memory', 'error'],
  },
  {
    n: 14,
    id: '14-jupyter-key',
    title: "the kernel's connection file is read, to forge its messages",
    defence: 'grading does not use the kernel',
    code: `const fs = require('node:fs');
const found = [...process.argv, process.env.JUPYTER_RUNTIME_DIR ?? '', '/root/.local/share/jupyter/runtime']
  .filter((path) => { try { return /kernel|jupyter/.test(path) && fs.statSync(path); } catch { return false; } });
${head} if (found.length > 0) console.log('CANARY-HIDDEN', found); ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 15,
    id: '15-silent-cells',
    title: 'a load that fails behind a wrong answer',
    defence: 'what was declared before an error stays, as in the kernel, and is judged',
    code: `${head} ${wrong} }
throw new Error('abort');`,
    verdicts: ['failed'],
  },
  {
    n: 16,
    id: '16-async-gaps',
    title: 'a rejection nobody awaits, and a timer that answers later',
    defence: 'the call is awaited, the loop drained, a crash is the verdict of its test',
    code: `${head} Promise.reject(new Error('later')); ${wrong} }`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 17,
    id: '17-detect-grading',
    title: 'another function when no notebook is around',
    defence: 'what counts runs in one place only; a wrong answer there is wrong',
    code: `const graded = process.env.HOME === undefined || process.env.CI !== undefined;
${head} if (!graded) return tf.add(tf.matMul(x, w), b); ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 18,
    id: '18-hard-coded',
    title: 'visible answers and the hidden inputs of the repository, by heart',
    defence: 'hidden inputs are drawn for class, student and test',
    exercise: 'softmax',
    code: `const known: [number[], number[]][] = [
  [[1000, 0, -1000, -1000, -1001, -1002], [1, 0, 0, 0.66524096, 0.24472847, 0.09003057]],
  [[-3000, -3000, 5000, 4999, 0, 20000], [0.5, 0.5, 0.7310586, 0.26894143, 0, 1]],
];
function softmax(z: any): any {
  const given = Array.from(z.dataSync() as number[]);
  for (const [input, output] of known)
    if (input.every((v, i) => v === given[i])) return tf.tensor(output, z.shape);
  return tf.zeros(z.shape);
}`,
    verdicts: ['passed', 'failed'],
    score: 0.5,
  },
];
