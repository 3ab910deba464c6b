import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type SampleGrader, startSampleGrader } from '../submission/sample-grader.js';
import { uncaughtSchema } from './answers.js';
import { addUncaught, mostUncaught, type Uncaught, uncaughtText } from './uncaught.js';

const right =
  'const e = tf.exp(tf.sub(logits, tf.max(logits, 1, true)));\n  return tf.div(e, tf.sum(e, 1, true)) as Tensor2D;';
const softmax = (first: string): string =>
  `function softmax(logits: Tensor2D): Tensor2D {\n  ${first}\n  ${right}\n}`;
const log = `async function log(text: string) {\n  throw new Error('log: ' + text);\n}\n`;

/** Answers that leave an error behind, and the text of its line. */
const cases: [name: string, answer: string, message: string, line: string][] = [
  [
    'a promise that nobody awaits, in a call',
    `${log}${softmax("log('called');")}`,
    'Error: log: called',
    "throw new Error('log: ' + text);",
  ],
  [
    'a promise that nobody awaits, at load',
    `${log}log('loaded');\n${softmax('')}`,
    'Error: log: loaded',
    "throw new Error('log: ' + text);",
  ],
  [
    'a promise that is rejected with no error',
    softmax("Promise.reject('only a text');"),
    'thrown value: only a text',
    '',
  ],
  [
    'a turn of a timer, in a call',
    softmax("setTimeout(() => { throw new TypeError('late'); }, 0);"),
    'TypeError: late',
    "setTimeout(() => { throw new TypeError('late'); }, 0);",
  ],
  [
    'a turn of a timer, at load',
    `setImmediate(() => {\n  throw new RangeError('soon');\n});\n${softmax('')}`,
    'RangeError: soon',
    "throw new RangeError('soon');",
  ],
  [
    'an event that nobody listens to',
    `import { EventEmitter } from 'node:events';\nconst bell = new EventEmitter();\n${softmax("queueMicrotask(() => bell.emit('error', new Error('rings')));")}`,
    'Error: rings',
    '',
  ],
  [
    'a listener of the answer that throws it again',
    softmax(
      "process.once('unhandledRejection', (reason) => { throw reason; }); Promise.reject(new Error('again'));",
    ),
    'Error: again',
    '',
  ],
  [
    'an error whose getters throw',
    softmax(
      "const odd = new Error('x'); Object.defineProperty(odd, 'message', { get() { throw odd; } }); Promise.reject(odd);",
    ),
    'Error: the thrown value could not be read',
    '',
  ],
];

describeIf('unshare', 'an error that nobody caught', () => {
  let sample: SampleGrader;
  beforeAll(async () => {
    sample = await startSampleGrader();
  }, 60_000);
  afterAll(() => sample.close());

  test.each(cases)(
    'costs no answers: %s',
    async (_name, answer, message, line) => {
      const { score, exercises } = await sample.grade({ answers: { softmax: answer } });
      expect(score).toBe(20);
      const own = exercises.find(({ exercise }) => exercise === 'softmax');
      const told = own?.notices.filter(({ code }) => code.startsWith('uncaught-error')) ?? [];
      expect(told[0]?.params.message).toBe(message);
      if (line !== '') expect(told[0]?.place?.text).toBe(line);
    },
    60_000,
  );

  test('its text is short, and only the first few are told', async () => {
    const many = softmax(
      "for (let i = 0; i < 50; i++) Promise.reject(new Error(i + 'x'.repeat(1e5)));",
    );
    const { score, exercises } = await sample.grade({ answers: { softmax: many } });
    expect(score).toBe(20);
    const own = exercises.find(({ exercise }) => exercise === 'softmax');
    const told = own?.notices.filter(({ code }) => code.startsWith('uncaught-error')) ?? [];
    expect(told.length).toBeLessThanOrEqual(mostUncaught);
    expect(JSON.stringify(told).length).toBeLessThan(mostUncaught * 600);
  }, 60_000);

  test('what is awaited late was caught', async () => {
    const answer = softmax(
      "const p = Promise.reject(new Error('x')); setImmediate(() => p.catch(() => {}));",
    );
    const { score, exercises } = await sample.grade({ answers: { softmax: answer } });
    expect(score).toBe(20);
    const codes = exercises.flatMap(({ notices }) => notices.map(({ code }) => code));
    expect(codes.filter((code) => code.startsWith('uncaught'))).toEqual([]);
  }, 60_000);

  test('once hidden inputs are there, no student is told', async () => {
    // Output is kept of the visible part alone: it tells how many calls that has.
    const counted = await sample.grade({ answers: { softmax: softmax("console.log('call');") } });
    const output = counted.exercises.find(({ exercise }) => exercise === 'softmax')?.output ?? '';
    const visible = output.split('call').length - 1;
    expect(visible).toBeGreaterThan(2);
    const first = `if (++calls > ${visible}) Promise.reject(new Error('secret'));`;
    const answer = `let calls = 0;\n${softmax(first)}`;
    const { exercises } = await sample.grade({ answers: { softmax: answer } });
    const own = exercises.find(({ exercise }) => exercise === 'softmax');
    const told = own?.notices.filter(({ code }) => code.startsWith('uncaught-error'));
    expect(told?.map(({ code, params }) => [code, params.message])).toEqual([
      ['uncaught-error-hidden', 'Error: secret'],
    ]);
  }, 60_000);

  test('a wrong answer stays wrong, and a process that ends itself is said to have ended', async () => {
    const wrong = `${log}function softmax(logits: Tensor2D) { log('x'); return tf.exp(logits); }`;
    expect((await sample.grade({ answers: { softmax: wrong } })).score).toBeLessThan(20);
    const { exercises } = await sample.grade({
      answers: { softmax: softmax('process.exit(0);') },
    });
    const own = exercises.find(({ exercise }) => exercise === 'softmax');
    expect(own?.tests[0]?.issue).toEqual({
      code: 'exited',
      params: { detail: { en: 'exit code 0', zh: '退出码 0' } },
    });
  }, 60_000);
});

test('what the process tells is cut, and more is no frame of ours', () => {
  const long = new Error('m'.repeat(1000));
  long.stack = 's'.repeat(10_000);
  const text = uncaughtText(long);
  expect(text.message).toHaveLength(300);
  expect(text.stack).toHaveLength(2000);
  expect(uncaughtSchema.safeParse([text]).success).toBe(true);
  expect(uncaughtSchema.safeParse(Array(mostUncaught + 1).fill(text)).success).toBe(false);
  expect(uncaughtSchema.safeParse([{ ...text, verdict: 'passed' }]).success).toBe(false);
  expect(uncaughtSchema.safeParse([{ ...text, message: 'm'.repeat(301) }]).success).toBe(false);
});

test('each error is kept once', () => {
  const known: Uncaught[] = [];
  const told = [{ name: 'Error', message: 'x', stack: '' }];
  addUncaught(known, [...told, ...told], () => undefined, false);
  addUncaught(known, told, () => undefined, true);
  expect(known).toEqual([{ message: 'Error: x', isHidden: false }]);
});
