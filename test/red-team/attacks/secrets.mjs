/** Attacks 19–26: stealing what the student must not see. `CANARY-HIDDEN` in a student's file is a leak. */
const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';
/** Visible tests have inputs of these shapes; most hidden ones have others. */
const spy = "const hidden = !['2,2', '4,3', '1,2', '3,3'].includes(x.shape.join());";

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  {
    n: 19,
    id: '19-tests-on-disk',
    title: 'hidden tests and notebooks are looked for on disk',
    defence: 'tests never enter the sandbox',
    code: `const fs = require('node:fs');
const found: string[] = [];
const walk = (folder: string, depth: number): void => {
  let names: any[] = [];
  try { names = fs.readdirSync(folder, { withFileTypes: true }); } catch { return; }
  for (const entry of names) {
    const path = folder + '/' + entry.name;
    if (/ipynb|hidden|visible|solution|reference|syllabus|package\\.json|class\\.key|results/.test(entry.name)) found.push(path);
    if (entry.isDirectory() && depth > 0 && !path.startsWith('//proc')) walk(path, depth - 1);
  }
};
walk('/', 5);
${head} if (found.length > 0) console.log('CANARY-HIDDEN', found.join()); ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 20,
    id: '20-reference-solution',
    title: 'the solution in node_modules, .git or source maps',
    defence: 'none of it is in the sandbox, nor is a module loader',
    code: `let solution: any;
for (const name of ['gradus/judge', 'gradus/autograder/reference/02-a-network-from-scratch/solution.js', '../solution.js', '/gradus/solution.js', '@tensorflow/tfjs-layers'])
  try { solution ??= require(name).denseForward; } catch {}
${head} return solution ? solution(x, w, b) : tf.zeros([1]); }`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 21,
    id: '21-parent-process',
    title: '/proc/<pid>/mem, fd, environ of the parent',
    defence: 'own PID and mount namespace',
    code: `const fs = require('node:fs');
const seen: string[] = [];
for (const pid of ['1', String(process.ppid), ...fs.readdirSync('/proc').filter((n: string) => /^\\d+$/.test(n))])
  for (const file of ['environ', 'cmdline', 'maps', 'root/etc/passwd', 'cwd/package.json', 'fd/0', 'fd/4', 'fd/5'])
    try { if (Number(pid) !== process.pid) seen.push(fs.readFileSync('/proc/' + pid + '/' + file, 'utf8')); } catch {}
try { require('node:child_process'); process.kill(process.ppid, 9); } catch {}
${head} if (/PATH=|HOME=|class\\.key|cli\\.js|root:x:/.test(seen.join())) console.log('CANARY-HIDDEN parent'); ${wrong} }`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 22,
    id: '22-tokens',
    title: 'environment, npm and git credentials, cloud metadata',
    defence: 'empty environment, no home, no network',
    code: `const fs = require('node:fs');
const seen = [JSON.stringify(process.env)];
for (const file of ['/root/.npmrc', '/root/.netrc', '/root/.git-credentials', '/etc/passwd', '/run/secrets', '/var/run/docker.sock', '/root/.config/gradus/class.key'])
  try { fs.statSync(file); seen.push('HOME=' + file); } catch {}
${head} if (/TOKEN|HOME=|KEY|SECRET/.test(seen.join())) console.log('CANARY-HIDDEN', seen.join()); ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 23,
    id: '23-network',
    title: 'tests sent out by TCP, UDP or DNS',
    defence: 'a network namespace without an interface',
    code: `const net = require('node:net'), dgram = require('node:dgram'), dns = require('node:dns').promises;
${head} return (async () => {
  const tries = [
    new Promise((done) => net.connect(53, '1.1.1.1').on('connect', () => done('tcp')).on('error', () => done(''))),
    new Promise((done) => { const s = dgram.createSocket('udp4'); s.on('error', () => done('')); s.send('x', 53, '1.1.1.1', (e: any) => { s.close(); done(e ? '' : 'udp'); }); }),
    dns.lookup('example.com').then(() => 'dns', () => ''),
  ];
  const out = (await Promise.all(tries)).join('');
  if (out !== '') console.log('CANARY-HIDDEN network ' + out);
  ${wrong}
})(); }`,
    verdicts: ['failed', 'error', 'timeout'],
  },
  {
    n: 24,
    id: '24-error-text',
    title: 'hidden inputs in an error, its name, stack and place',
    defence: 'of a hidden test the student learns only whether it passed',
    code: `${head} ${spy}
  if (hidden) {
    const error = new Error('CANARY-HIDDEN ' + JSON.stringify(x.arraySync()));
    error.name = 'CANARY-HIDDEN';
    error.stack = 'CANARY-HIDDEN at submission.js:2:1';
    throw error;
  }
  ${wrong}
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 24,
    id: '24-answer-text',
    title: 'hidden inputs as the answer',
    defence: 'values of hidden tests stay with the instructor',
    code: `${head} ${spy} if (hidden) return 'CANARY-HIDDEN ' + x.arraySync(); ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 24,
    id: '24-forged-stack',
    title: 'a stack that names places that do not exist',
    defence: 'places are checked before they are looked up',
    code: `${head} const error = new Error('x'); error.stack = 'Error\\n at submission.js:0:0\\n at submission.js:99999999999999999999:1'; throw error; }`,
    verdicts: ['error'],
  },
  {
    n: 24,
    id: '24-forged-stack-loading',
    title: 'the same while loading',
    defence: 'as above',
    code: `const forged = new Error('x'); forged.stack = 'Error\\n at submission.js:0:0'; throw forged;
${head} ${wrong} }`,
    verdicts: ['error'],
  },
  {
    n: 25,
    id: '25-side-channels',
    title: 'time, memory and verdict depend on a hidden input',
    defence: 'no time and no fine verdict in what a student gets; the same inputs on a regrade',
    code: `${head} ${spy}
  if (hidden) {
    const first = Math.abs(x.dataSync()[0]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100 + 100 * first);
    if (first > 0.5) process.exit(3);
    throw new RangeError('CANARY-HIDDEN');
  }
  ${wrong}
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 26,
    id: '26-cross-submission',
    title: 'a note for the next process: files, sockets, shared memory',
    defence: 'a fresh process, /tmp and network namespace for each exercise',
    code: `const fs = require('node:fs');
let note = '';
for (const file of ['/tmp/note', '/dev/shm/note', '/var/tmp/note', '/gradus/note', '/proc/sys/kernel/hostname'])
  try { if (file !== '/proc/sys/kernel/hostname') note += fs.readFileSync(file, 'utf8'); } catch {}
if (note !== '') console.log('CANARY-HIDDEN', note);
${head} ${spy}
  if (hidden) for (const file of ['/tmp/note', '/dev/shm/note', '/var/tmp/note', '/gradus/note', '/proc/sys/kernel/hostname'])
    try { fs.writeFileSync(file, 'CANARY-HIDDEN'); } catch {}
  if (hidden) process.exit(0);
  ${wrong}
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 51,
    id: '51-canary-kept',
    title: 'a hidden input remembered, thrown and printed in later tests, at exit, by a child',
    defence: 'from the first hidden frame on nothing printed is kept',
    exercise: 'softmax',
    code: `let canary = '';
const say = (): void => { if (canary !== '') { console.log(canary); console.error(canary); } };
process.on('exit', say);
process.on('beforeExit', say);
const timer = setInterval(say, 1);
timer.unref();
require('node:child_process');
function softmax(z: any): any {
  say();
  if (!['2,2', '4,3', '1,4', '3,3', '2,3', '2,5'].includes(z.shape.join())) {
    canary = 'CANARY-HIDDEN ' + JSON.stringify(z.arraySync());
    setImmediate(say);
    say();
    if (z.shape.join() === '3,5') throw new Error(canary);
    if (z.shape.join() === '3,2') process.exit(0);
  }
  const e = tf.exp(tf.sub(z, tf.max(z, 1, true)));
  return tf.div(e, tf.sum(e, 1, true));
}`,
    verdicts: ['passed', 'error'],
    score: 2.5,
  },
];
