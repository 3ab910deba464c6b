/** Attacks 59 and up: the grader's own processes, which read, parse, check, decode and report. */
const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';
const killed = ['timeout', 'out-of-memory', 'error'];

const nested = (/** @type {string} */ before, /** @type {string} */ after, depth = 45) =>
  `${before.repeat(depth)}z${after.repeat(depth)}`;

/** @type {[string, string, string][]} */
const hanging = [
  [
    'conditional-types',
    'a conditional type in the constraint of another, 40 deep',
    `type X<T> = T extends ${nested('(infer U extends ', ' ? 1 : 2)', 40)} ? 1 : 2;`,
  ],
  [
    'conditional-arrows',
    'an arrow in a conditional, 45 deep',
    `const hang = (a: any, b: any): any => ${'a?(b):c=>'.repeat(45)}a;`,
  ],
];

/** Sends a frame of 16 MB whose nodes each claim all of it. */
const claims = (/** @type {string} */ header) => `const { writeSync } = require('node:fs');
let calls = 0;
const body = Buffer.alloc(16 * 1024 * 1024);
${head}
  const id = ++calls;
  const node = ['t', 'float32', [body.length / 4], 0, body.length];
  const nodes = Array.from({ length: 200 }, () => node);
  const text = Buffer.from(JSON.stringify(${header}));
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(body.length, 4);
  const bytes = Buffer.concat([prefix, text, body]);
  for (let sent = 0; sent < bytes.length; ) {
    try { sent += writeSync(3, bytes, sent); } catch (error: any) { if (error.code !== 'EAGAIN') throw error; }
  }
  ${wrong}
}`;

/** Names whose slugs are one, and whose hashes once began with the same eight digits. */
const colliding = ['ada_---_-____-__-_b', 'ada_-----__--_-----b'];

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  ...hanging.map(
    ([id, title, code]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 59,
        id: `59-hanging-${id}`,
        title: `source code that a parser reads for years: ${title}`,
        defence: 'what reads it has a limit of time, and its end is the verdict of its submission',
        code: `${code}\n${head} ${wrong} }`,
        verdicts: killed,
        whole: true,
      }),
  ),
  {
    n: 60,
    id: '60-type-bomb',
    title: 'types that compute for half a minute',
    defence: 'the checker is a process with a limit of time, and a class has a budget for it',
    code: `type Digit = '0'|'1'|'2'|'3'|'4'|'5'|'6'|'7'|'8'|'9';
type Pairs = \`\${Digit}\${Digit}\${Digit}\${Digit}\`;
type Slow<A extends string> = { [K in A]: A extends \`\${infer H}\${infer R}\` ? [H, R, K] : never };
let slow: Slow<Pairs> = {} as Slow<Pairs>; const other: { [K in Pairs]: 1 } = slow;
${head} ${wrong} }`,
    verdicts: ['failed'],
  },
  {
    n: 61,
    id: '61-answer-of-33-million',
    title: 'an array of 33 million elements where a few numbers are expected',
    defence: 'length and type are compared before anything is copied',
    exercise: 'denseBackward',
    code: `function denseBackward(): any {
  const large = new Uint8Array(33_000_000).fill(1);
  return { dx: large, dw: large.subarray(1, 2), db: [1] };
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 61,
    id: '61-losses-of-33-million',
    title: 'the same where every number is looked at',
    defence: 'a list of more than a million numbers is no list of losses',
    exercise: 'trainMlp',
    code: `function trainMlp(): any {
  const losses = new Uint8Array(33_000_000).fill(1);
  return { losses, w1: tf.zeros([1]), b1: tf.zeros([1]), w2: tf.zeros([1]), b2: tf.zeros([1]) };
}`,
    verdicts: ['failed', 'error'],
  },
  {
    n: 61,
    id: '61-answers-of-32-megabytes',
    title: 'a wrong answer of 32 MB in every test',
    defence: 'of a large answer no more is kept than is shown',
    code: `${head} return tf.zeros([8, 1024, 1023]); }`,
    verdicts: ['failed', 'error', 'timeout'],
  },
  ...[
    ['answer', "{ type: 'value', id, value: ['a', nodes], args: [] }"],
    ['arguments', "{ type: 'value', id, value: 1, args: nodes.slice(0, 64) }"],
    ['callback', "{ type: 'callback', id, handle: 1, args: nodes.slice(0, 64) }"],
  ].map(
    ([id, header]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 62,
        id: `62-claimed-twice-${id}`,
        title: `a frame of 16 MB that decodes to gigabytes: ${id}`,
        defence: 'no byte of a frame is decoded twice',
        code: claims(header ?? ''),
        verdicts: ['tampered'],
      }),
  ),
  {
    n: 63,
    id: '63-slice-over-four-megabytes',
    title: 'cells that come to a script larger than a frame',
    defence: 'that exercise alone is not run, and says so; every sandbox is closed',
    notebook: (book) => {
      const at = book.cells.findIndex((cell) => cell.id === 'exercise-denseForward');
      const names = Array.from({ length: 24 }, (_, i) => `data${i}`);
      const sum = names.map((name) => `${name}.length`).join(' + ');
      const code = (/** @type {string} */ id, /** @type {string} */ source) => ({
        id,
        cell_type: 'code',
        metadata: {},
        execution_count: null,
        outputs: [],
        source: [source],
      });
      const added = names.map((name, i) =>
        code(`data-${i}`, `const ${name} = '${'x'.repeat(190_000)}';`),
      );
      const cell = /** @type {import('./attack.js').Cell} */ (book.cells[at]);
      cell.source = [`${head} const size = ${sum}; ${wrong} }`];
      book.cells.splice(at, 0, ...added);
      return JSON.stringify(book);
    },
    verdicts: ['error'],
  },
  {
    n: 64,
    id: '64-types-of-the-solution',
    title: 'the tests and the solution imported as types, by a path within the package',
    defence: 'of this package only what Node would give is resolved for the checker',
    code: `const mine: number = null as unknown as typeof import('gradus/dist/autograder/reference/02-a-network-from-scratch/hidden');
const theirs: string = null as unknown as typeof import('gradus/dist/autograder/reference/02-a-network-from-scratch/solution');
${head} ${wrong} }`,
    verdicts: ['failed'],
    absentFromPages: ['RemoteFunctions', 'TestContext', 'denseBackward:', 'readonly Test'],
  },
  ...[
    ['a workflow command', '::error file=a.ts,line=1::injected'],
    ['a command to a build agent', 'x ##vso[task.complete result=Failed;]'],
    ['letters that nobody sees', 'a\u200b\u202e\u2066b'],
    ['another, its page’s hash alike', colliding[0] ?? ''],
    ['another, its page’s hash alike, the other one', colliding[1] ?? ''],
  ].map(
    ([what, id]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 65,
        id,
        title: `a folder named like ${what}`,
        defence: 'names are shown as text, and pages have hashes that nobody makes collide',
        verdicts: ['passed'],
        score: 'full',
      }),
  ),
];
