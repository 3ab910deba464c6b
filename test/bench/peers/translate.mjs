/**
 * A submission of the truth corpus in a peer's form, or why it has none there.
 *
 * A peer is asked only what its own contract promises: where a truth rests on a rule of gradus (a
 * moved cell counts, marks may be lost, a second of processor time for a call), the submission is
 * not applicable. Neither is what would take the machine down, since no peer limits it.
 */
import { createRng } from '../../../dist/src/backend/random.js';
import { broken } from '../../truth-corpus/broken.mjs';
import { code, exercises, insert, layouts, putAnswer } from '../../truth-corpus/notebook.mjs';
import { attackTwins } from './attack-twins.mjs';

/** @typedef {import('../../truth-corpus/corpus.js').Layout} Layout */
/** @typedef {import('../../truth-corpus/corpus.js').Notebook} Notebook */
/** @typedef {import('../../truth-corpus/corpus.js').Submission} Submission */
/** @typedef {import('./assignment.mjs').Language} Language */

const ownRules = [
  'exercises in another order',
  'every exercise at the end',
  'two exercises in one cell',
  'ids and marks lost',
  'answers only',
  'a helper in a later cell',
  'a first try left above',
  'in a folder of its own, under another name',
  'nbformat 3',
];
const takesTheMachine = [
  '29-memory-bomb',
  '30-fork-bomb',
  '31-disk-filling',
  '32-output-flood',
  '34-inherited-descriptors',
];

/** Why a submission asks nothing of a peer; undefined when it does. */
export function notApplicable(
  /** @type {Submission} */ { answers, layouts: laidOut, file },
  /** @type {Language} */ language,
) {
  const made = Object.values(answers);
  const used = [...laidOut, file, ...(language === 'python' ? [] : made.map((m) => m.style))];
  if (used.some((name) => name !== undefined && ownRules.includes(name))) return 'a rule of gradus';
  if (made.some(({ attack }) => attack !== undefined && takesTheMachine.includes(attack)))
    return 'takes the machine down';
  if (made.some((m) => m.made.includes('works 4 s'))) return 'a limit of gradus';
  const known = (/** @type {string | undefined} */ attack) =>
    attack === undefined || attackTwins[attack] !== undefined;
  if (language === 'typescript') {
    const forbidden = made.some(({ attack }) => attack === '06-forbidden-shortcut');
    // tslab exports every declaration by itself, and refuses a second export.
    if (made.some(({ style }) => style === 'exported')) return 'refused by tslab itself';
    return forbidden ? 'a rule of gradus' : undefined;
  }
  if (made.some((m) => m.python === null || !known(m.attack))) return 'no Python twin';
  return undefined;
}

const cell = (/** @type {string} */ name, /** @type {string} */ source) =>
  /** @type {const} */ ([
    name,
    /** @type {Layout} */ ((n, rng) => insert(n, rng, code(source, name))),
  ]);

/** Layouts whose cells are code, in Python; the others are the corpus's own. @type {Record<string, Layout>} */
const inPython = {
  'plots and experiments': (notebook, rng) => {
    for (let i = 0; i < 4; i++)
      insert(
        notebook,
        rng,
        code(`curve${i} = np.sin(np.arange(9) + ${i})\ncurve${i}`, `plot-${i}`),
      );
  },
  'cells that crash': (notebook, rng) => {
    const crashes = [
      "raise RuntimeError('an experiment that went wrong')",
      'print(a_name_that_nobody_declared)',
      'np.ones((2, 3)) @ np.ones((2, 3))',
    ];
    for (const [i, text] of crashes.entries()) insert(notebook, rng, code(text, `crash-${i}`));
  },
  'a cell that is no TypeScript': cell('syntax-error', 'def unfinished(\n  retrun 1')[1],
  'a cell that never ends': cell('endless', 'while True:\n    pass')[1],
  'names of the answers used elsewhere': cell(
    'shadows',
    "top = 'not a number'\nsums = None\nh = 3\nrows = None\ntotal = {}",
  )[1],
  'cells that the kernel refuses': (notebook, rng) => {
    const cells = ['def crossEntropy(logits:\n  largest = (', 'softmax = 1 +', 'import = 3'];
    for (const [i, text] of cells.entries()) insert(notebook, rng, code(text, `refused-${i}`));
  },
  'errors that nobody caught': cell(
    'thread',
    "import threading\ndef late():\n    raise RuntimeError('a turn later')\nthreading.Thread(target=late).start()",
  )[1],
  'large cells': cell('large', `# ${'iVBORw0KGgo'.repeat(13_000)}`)[1],
  'the answers tried out': (notebook) => {
    const text = [
      'tryX, tryW = np.ones((3, 2)), np.ones((2, 4))',
      'tryY = denseForward(tryX, tryW, np.zeros(4))',
      'print(softmax(tryY), denseBackward(tryX, tryW, tryY))',
    ].join('\n');
    notebook.cells.push(code(text, 'tries'));
  },
};

/**
 * What the student hands in.
 *
 * @param {Submission} submission
 * @param {Notebook} release what the student was given
 * @param {Language} language
 * @returns {{ text?: string | Uint8Array, prepare?: (folder: string) => void }}
 */
export function translated(submission, release, language) {
  const notebook = structuredClone(release);
  const rng = createRng(submission.id);
  for (const exercise of exercises) {
    const { answer, python, attack } = submission.answers[exercise];
    if (answer === undefined) continue;
    const text = attack === undefined ? python : attackTwins[attack];
    const twin = { before: [], cell: text ?? '', after: [] };
    putAnswer(notebook, exercise, language === 'python' ? twin : answer);
  }
  for (const name of submission.layouts) {
    const layout = (language === 'python' ? inPython[name] : undefined) ?? layouts[name];
    layout?.(notebook, rng);
  }
  const whole = `${JSON.stringify(notebook, null, 1)}\n`;
  const file = broken.find(({ name }) => name === submission.file);
  if (file === undefined) return { text: whole };
  const { text, prepare } = file;
  return {
    ...(text !== undefined && { text: text(notebook) }),
    ...(prepare !== undefined && {
      prepare: (/** @type {string} */ folder) => prepare(folder, whole),
    }),
  };
}
