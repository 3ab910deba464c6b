/**
 * Throw-away examples of what the recipes add: new files lie in `fixtures/`, what is changed in files
 * that are there stands here. The lesson is of the last module that is only planned.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSyllabus } from '../../autograder/course/syllabus/syllabus.js';
import { root } from '../../src/setup/root.mjs';

type Edit = readonly [at: string, put: string, instead?: string];

export interface Example {
  readme: string;
  heading: string;
  /** What stands for `<name>` in the recipe. */
  names: Readonly<Record<string, string>>;
  /** Folder of new files. */
  adds?: string;
  /**
   * By path: what is put in before a text that is there, or at the end where that is empty; with a third,
   * it replaces the first such text behind it.
   */
  changes: Readonly<Record<string, readonly Edit[]>>;
  /** What the build writes. */
  built?: readonly string[];
}

const { modules } = await readSyllabus(join(root, 'syllabus.md'));
const planned = modules.findLast(({ status }) => status === 'planned');
if (planned === undefined) throw new Error('Expected a module that is only planned.');
/** Folder of the lesson that is added. */
export const lesson: string = planned.id;
/** What stands for the module's in the fixtures. */
const words: readonly (readonly [given: string, own: string])[] = [
  ['99-a-sample', lesson],
  ['title: A sample', `title: ${planned.title.en}`],
  ['roles: [data]', `roles: [${planned.roles.join(', ')}]`],
];
const ofModule = (text: string): string =>
  words.reduce((all, [given, own]) => all.replaceAll(given, own), text);

const reference = `autograder/reference/${lesson}`;
const second = `
## Exercise: double

Write \`double\`.

\`\`\`ts static
function double(n: number): number;
\`\`\`

\`\`\`ts exercise=double points=2 difficulty=1 importance=2 minutes=5
function double(n: number): number {
  throw new Error('not yet');
}
\`\`\`

\`\`\`ts check=double
await check('double', double);
\`\`\`

<details>
<summary>Hint 1: a nudge</summary>

Use **times**.

</details>

<details><summary>Hint 2: more</summary>

\`2 * n\`

</details>

<details><summary>Hint 3: nearly there</summary>

Return \`2 * n\`.

</details>
`;
const guess = "guess: { en: 'Not twice the number.', zh: '不是原数的两倍。' }";
const mutant = (name: string, code: string): string =>
  `    {\n      name: '${name}',\n      ${guess},\n      fn: (n: number) => ${code},\n    },\n`;
const listed = (entries: string): string => `  double: [\n${entries}  ],\n`;
const asks = (visible: boolean): string => `    test(
      { name: '${visible ? 'doubles' : 'doubles others'}', points: 1, kind: 'value', visible: ${visible}, hint: 'Use times.' },
      async (t) => {
        const n = t.rng.integer(3, 100);
        t.expectClose(await t.student.double?.(n), 2 * n);
      },
    ),
`;

export const examples: Readonly<Record<string, Example>> = {
  model: {
    readme: 'src/README.md',
    heading: '## To add a model',
    names: { family: 'deep-learning', model: 'one-hidden' },
    adds: 'model',
    changes: {
      'src/models/registry.ts': [
        [
          "  'nlp/gpt'",
          "  'deep-learning/one-hidden': () => import('./deep-learning/one-hidden.js'),\n",
        ],
      ],
      'src/deep-learning/index.ts': [
        [
          'export type { Normalization }',
          "export {\n  type OneHiddenOptions,\n  oneHidden,\n} from '../models/deep-learning/one-hidden.js';\n",
        ],
      ],
    },
  },
  lesson: {
    readme: 'autograder/README.md',
    heading: '### A lesson',
    names: { lesson },
    adds: 'lesson',
    changes: {
      'syllabus.md': [[`id: ${lesson}\n`, 'status: ready\n', 'status: planned\n']],
    },
    built: [`notebooks/${lesson}/lesson.ipynb`, 'README.md'],
  },
  exercise: {
    readme: 'autograder/README.md',
    heading: '### An exercise',
    names: { lesson },
    changes: {
      [`notebooks/${lesson}/lesson.md`]: [['', second]],
      [`${reference}/solution.ts`]: [
        [
          '',
          '\n/** Twice `n`. */\nexport function double(n: number): number {\n  return 2 * n;\n}\n',
        ],
      ],
      [`${reference}/visible.ts`]: [['};', listed(asks(true))]],
      [`${reference}/hidden.ts`]: [['};', listed(asks(false))]],
      [`${reference}/mutants.ts`]: [
        [
          '};',
          listed(
            mutant('adds two', 'n + 2') +
              mutant('squares', 'n * n') +
              mutant('gives it back', 'n') +
              mutant('triples', '3 * n') +
              mutant('halves', 'n / 2'),
          ),
        ],
      ],
      [`${reference}/variants.ts`]: [
        [
          '};',
          listed(
            "    { name: 'a sum', fn: (n: number) => n + n },\n    { name: 'a shift', fn: (n: number) => n << 1 },\n",
          ),
        ],
      ],
    },
    built: [`notebooks/${lesson}/lesson.ipynb`],
  },
  comparison: {
    readme: 'autograder/README.md',
    heading: '### A comparison',
    names: {},
    changes: {
      'autograder/judge/compare.ts': [
        [
          "  } else if (typeof expected === 'object' && expected !== null) {",
          `  } else if (typeof expected === 'bigint') {
    const difference = expected - (got as bigint);
    if (difference === 0n) return;
    const params = { what, difference: String(difference) };
    throw new Failure('bigint-mismatch', params, { expected, got });
`,
        ],
      ],
      'src/messages/en/judge.ts': [
        [
          "    'missing-key': (p",
          "    'bigint-mismatch': (p: Params) => Of(p).concat(' is not what is expected.'),\n",
        ],
      ],
      'src/messages/zh/judge.ts': [
        [
          "    'missing-key': (p",
          "    'bigint-mismatch': (p) => of(p).concat('与期望值不符。'),\n",
        ],
      ],
      'autograder/judge/compare.test.ts': [
        [
          "    [[1], [1, 2], { code: 'shape",
          "    [2n, 5n, { code: 'bigint-mismatch', params: { difference: '3' } }],\n",
        ],
      ],
    },
  },
  page: {
    readme: 'autograder/README.md',
    heading: '### A page',
    names: { page: 'hardest-page' },
    adds: 'page',
    changes: {
      'src/messages/en/report.ts': [["  hidden: '", "  hardest: 'Hardest test',\n"]],
      'src/messages/zh/report.ts': [["  hidden: '", "  hardest: '最难的测试',\n"]],
      'autograder/report/write.ts': [
        ['import { instructorPage }', "import { hardestPage } from './hardest-page.js';\n"],
        [
          '  await writeFileAtomic(outputsPath',
          "  await writeFileAtomic(join(folder, 'instructor/hardest.html'), hardestPage(results, language));\n",
        ],
      ],
    },
  },
};

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** Puts an example into a checkout; tells the files that are new or other than before. */
export function follow({ adds, changes }: Example, folder: string): string[] {
  for (const [path, edits] of Object.entries(changes)) {
    const file = join(folder, path);
    let text = readFileSync(file, 'utf8');
    for (const [mark, put, instead = ''] of edits) {
      const from = mark === '' ? text.length : text.indexOf(mark);
      const at = instead === '' || from < 0 ? from : text.indexOf(instead, from);
      if (at < 0) throw new Error(`Expected a text in ${path}. Received none: ${mark} ${instead}`);
      text = text.slice(0, at) + put + text.slice(at + instead.length);
    }
    writeFileSync(file, text);
  }
  if (adds === undefined) return Object.keys(changes);
  const from = join(fixtures, adds);
  const added = readdirSync(from, { recursive: true, encoding: 'utf8' })
    .map((name) => join(from, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const name = ofModule(relative(from, path).replaceAll('\\', '/'));
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), ofModule(readFileSync(path, 'utf8')));
      return name;
    });
  return [...Object.keys(changes), ...added];
}
