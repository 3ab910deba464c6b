/**
 * The submissions and their truth, made from right and wrong answers, styles and layouts.
 *
 * Same seed, same bytes. Nothing here asks a grader: what must come out follows from how a
 * submission was put together (README.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRng } from '../../dist/src/backend/random.js';
import { broken, hostile } from './broken.mjs';
import { half, slow } from './half-and-slow.mjs';
import { exercises, handedOut, layouts, putAnswer } from './notebook.mjs';
import { asynchronous, styled, styles } from './styles.mjs';
import { editedAnswer, wrong } from './wrong.mjs';

/** @typedef {import('./corpus.js').ExerciseName} ExerciseName */
/** @typedef {import('./corpus.js').Group} Group */
/** @typedef {import('./corpus.js').Made} Made */
/** @typedef {import('./corpus.js').Submission} Submission */
/** @typedef {import('./corpus.js').Truth} Truth */
/** @typedef {import('../../src/backend/random.js').Rng} Rng */

const fixtures = fileURLToPath(new URL('fixtures/right/', import.meta.url));
/** Calls the other four, so that their mistakes and their promises are its own. */
const dependent = 'own-parts';

/** Names of the right answers of an exercise. */
export const rightAnswers = (/** @type {string} */ exercise) =>
  readdirSync(`${fixtures}${exercise}`)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();

export const rightText = (/** @type {string} */ exercise, /** @type {string} */ name) =>
  readFileSync(`${fixtures}${exercise}/${name}.ts`, 'utf8').trimEnd();

/** The Python twin of a right answer: in loops where the answer is, else on arrays. */
function pythonText(/** @type {string} */ exercise, /** @type {string} */ name) {
  const twins = readdirSync(`${fixtures}${exercise}`).filter((file) => file.endsWith('.py'));
  const inLoops = ['loops', 'flat', 'rows', 'reduce'].includes(name) ? 'loops' : '';
  const found = [name, inLoops, 'ops', 'manual'].find((twin) => twins.includes(`${twin}.py`));
  return readFileSync(`${fixtures}${exercise}/${found}.py`, 'utf8').trimEnd();
}

/** @returns {Record<ExerciseName, Made>} */
const each = (/** @type {(exercise: ExerciseName) => Made} */ make) => ({
  denseForward: make('denseForward'),
  softmax: make('softmax'),
  crossEntropy: make('crossEntropy'),
  denseBackward: make('denseBackward'),
  trainMlp: make('trainMlp'),
});

/** @returns {Made} */
function right(
  /** @type {ExerciseName} */ exercise,
  /** @type {string} */ name,
  style = 'as handed out',
) {
  const answer = styled(rightText(exercise, name), exercise, style);
  const python = pythonText(exercise, name);
  return { answer, python, style, made: `${exercise}: ${name}, ${style}`, truth: 'right' };
}

/** A right answer that needs nothing of the others. @returns {Made} */
function anyRight(/** @type {Rng} */ rng, /** @type {ExerciseName} */ exercise) {
  const names = rightAnswers(exercise).filter((name) => name !== dependent);
  return right(exercise, pick(rng, names), pick(rng, styles));
}

/** @returns {Made} */
function mutant(
  /** @type {ExerciseName} */ exercise,
  /** @type {import('./wrong.mjs').Wrong} */ { name, ts, py },
  /** @type {string} */ style,
) {
  const [from, to] = ts;
  const parts = rightText(exercise, editedAnswer[exercise]).split(from);
  if (parts.length !== 2) throw new Error(`Expected "${from}" once in the answer to ${exercise}.`);
  const answer = styled(parts.join(to), exercise, style);
  const python = py && pythonText(exercise, editedAnswer[exercise]).replace(...py);
  return { answer, python, style, made: `${exercise}: ${name}, ${style}`, truth: 'wrong' };
}

/** Left as it was handed out. @type {Made} */
const untouched = { answer: undefined, made: 'untouched', truth: 'nothing' };

/** @template T */
function pick(/** @type {Rng} */ rng, /** @type {readonly T[]} */ items) {
  return /** @type {T} */ (items[rng.integer(0, items.length)]);
}

/** A notebook with these answers, laid out. */
function notebookWith(
  /** @type {Record<ExerciseName, Made>} */ answers,
  /** @type {readonly string[]} */ chosen,
  /** @type {Rng} */ rng,
) {
  const notebook = handedOut();
  for (const exercise of exercises) {
    const { answer } = answers[exercise];
    if (answer !== undefined) putAnswer(notebook, exercise, answer);
  }
  for (const name of chosen) layouts[name]?.(notebook, rng);
  return notebook;
}

/** @returns {Submission} */
function submission(
  /** @type {string} */ id,
  /** @type {Group} */ group,
  /** @type {Record<ExerciseName, Made>} */ answers,
  /** @type {readonly string[]} */ chosen,
  /** @type {Rng} */ rng,
) {
  const told = exercises.map((exercise) => answers[exercise].made);
  return {
    id,
    group,
    made: [...told, `notebook: ${chosen.join(', ')}`].join('\n'),
    text: `${JSON.stringify(notebookWith(answers, chosen, rng), null, 1)}\n`,
    truth: truthOf(answers),
    answers,
    layouts: chosen,
  };
}

/** @returns {Record<ExerciseName, Truth>} */
const truthOf = (/** @type {Record<ExerciseName, Made>} */ answers) => ({
  denseForward: answers.denseForward.truth,
  softmax: answers.softmax.truth,
  crossEntropy: answers.crossEntropy.truth,
  denseBackward: answers.denseBackward.truth,
  trainMlp: answers.trainMlp.truth,
});

const layoutNames = Object.keys(layouts);
/** The ids are needed by every other layout, so it comes last. */
const last = 'ids and marks lost';
const ordered = (/** @type {readonly string[]} */ names) =>
  [...new Set(names)].sort((a, b) => Number(a === last) - Number(b === last));

const number = (/** @type {Group} */ group, /** @type {number} */ i) =>
  `${group}-${String(i + 1).padStart(3, '0')}`;

/** 60: every style and every layout several times, on every right answer. */
function rightOnes(/** @type {Rng} */ rng) {
  /** @type {string[]} */
  let deck = [];
  return Array.from({ length: 60 }, (_, i) => {
    const chosen = ordered([
      layoutNames[i % layoutNames.length] ?? '',
      ...(rng.uniform(0, 1) < 0.4 ? [pick(rng, layoutNames)] : []),
    ]);
    const answers = each((exercise) => {
      const names = rightAnswers(exercise);
      if (deck.length === 0) deck = rng.shuffle(styles);
      return right(exercise, names[i % names.length] ?? 'ops', deck.pop());
    });
    if (answers.trainMlp.made.includes(dependent)) {
      for (const exercise of exercises.slice(0, 4)) {
        if (!answers[exercise].made.endsWith(asynchronous)) continue;
        answers[exercise] = right(exercise, 'ops', 'no types');
      }
    }
    return submission(number('right', i), 'right', answers, chosen, rng);
  });
}

/** 80: each wrong answer once, the first ones again in other clothes; the rest of the notebook right. */
function mutants(/** @type {Rng} */ rng) {
  const list = exercises.flatMap((exercise) =>
    (wrong[exercise] ?? []).map((one) => ({ exercise, one })),
  );
  return Array.from({ length: 80 }, (_, i) => {
    const chosen = /** @type {typeof list[number]} */ (list[i % list.length]);
    const answers = each((exercise) =>
      exercise === chosen.exercise
        ? mutant(exercise, chosen.one, pick(rng, styles))
        : anyRight(rng, exercise),
    );
    return submission(number('mutant', i), 'mutant', answers, [pick(rng, layoutNames)], rng);
  });
}

/** 20: some exercises left, deleted, unfinished or half right. */
function partial(/** @type {Rng} */ rng) {
  return Array.from({ length: 20 }, (_, i) => {
    const chosen = rng.shuffle(exercises);
    const [first = 'softmax', second = 'softmax', third = 'softmax'] = chosen;
    const answers = each((exercise) => anyRight(rng, exercise));
    const kind = i % 5;
    if (kind === 0)
      for (const exercise of chosen.slice(0, 1 + (i % 4))) answers[exercise] = untouched;
    if (kind === 1 || kind === 4) {
      const one = /** @type {typeof half[number]} */ (half[i % half.length]);
      const answer = { before: [], cell: one.ts, after: [] };
      answers[one.exercise] = {
        answer,
        python: one.py,
        made: `${one.exercise}: ${one.name}`,
        truth: one.truth,
      };
      const other = chosen.find((exercise) => exercise !== one.exercise);
      if (kind === 4 && other !== undefined) answers[other] = untouched;
    }
    if (kind === 2) {
      const answer = { before: [], cell: `// ${first}: no time left`, after: [] };
      const [python, made] = [`# ${first}: no time left`, `${first}: code deleted`];
      answers[first] = { answer, python, made, truth: 'nothing' };
      const open = { before: [], cell: `function ${second}(...args: any[]) {`, after: [] };
      answers[second] = {
        answer: open,
        python: `def ${second}(`,
        made: `${second}: bracket open`,
        truth: 'nothing',
      };
    }
    if (kind === 3) {
      for (const exercise of [first, second])
        answers[exercise] = mutant(exercise, pick(rng, wrong[exercise] ?? []), pick(rng, styles));
      const cell = `function ${third}(...args: any[]): any {\n  throw new Error('later');\n}`;
      const answer = { before: [], cell, after: [] };
      const python = `def ${third}(*args, **options):\n    raise RuntimeError('later')`;
      answers[third] = { answer, python, made: `${third}: throws`, truth: 'nothing' };
    }
    return submission(number('partial', i), 'partial', answers, ['as handed out'], rng);
  });
}

function slowPython(
  /** @type {ExerciseName} */ exercise,
  /** @type {import('./half-and-slow.mjs').Slow} */ { beforePy, py },
) {
  if (py === null) return null;
  const quick = pythonText(exercise, editedAnswer[exercise]).replace(
    `def ${exercise}`,
    `def quick_${exercise}`,
  );
  const body = py(`quick_${exercise}(*args, **options)`);
  return `${beforePy}\n\n${quick}\n\ndef ${exercise}(*args, **options):\n    ${body}`;
}

/** 20: ten that take their time and must pass, ten that take too much. */
function slowOnes(/** @type {Rng} */ rng) {
  const list = slow.flatMap((one) => one.of.map((exercise) => ({ one, exercise })));
  return list.map(({ one, exercise: chosen }, i) => {
    const answers = each((exercise) => {
      if (exercise !== chosen) return anyRight(rng, exercise);
      const work = styled(rightText(exercise, editedAnswer[exercise]), exercise, styles[0] ?? '');
      const renamed = work.cell.replace(`function ${exercise}`, `function quick_${exercise}`);
      const body = one.ts(`(quick_${exercise} as any)(...args)`);
      const cell = `${renamed}\n\nfunction ${exercise}(...args: any[]): any {\n  ${body}\n}`;
      const before = one.before === undefined ? [] : [one.before];
      const answer = { before, cell, after: [] };
      const python = slowPython(exercise, one);
      return { answer, python, made: `${exercise}: ${one.name}`, truth: one.truth };
    });
    return submission(number('slow', i), 'slow', answers, ['as handed out'], rng);
  });
}

/** Twenty attacks of the red team, then broken or odd files. */
function hostileOnes(/** @type {Rng} */ rng) {
  const attacked = hostile.map(({ id, title, exercise, code, shares }, i) => {
    const answers = each((name) => {
      if (name !== exercise) {
        const made = anyRight(rng, name);
        return shares.includes(name) ? { ...made, truth: /** @type {const} */ ('any') } : made;
      }
      const cell = code.replaceAll('{{CANARY_FOLDER}}', '/tmp');
      const answer = { before: [], cell, after: [] };
      const truth = /** @type {const} */ ('nothing');
      return { answer, attack: id, made: `${name}: ${title}`, truth };
    });
    return submission(number('hostile', i), 'hostile', answers, ['as handed out'], rng);
  });
  const files = broken.map(({ name, truth, text, prepare }, i) => {
    const answers = each((exercise) => anyRight(rng, exercise));
    const notebook = notebookWith(answers, [], rng);
    const whole = JSON.stringify(notebook);
    /** @type {Submission} */
    const made = {
      id: number('hostile', attacked.length + i),
      group: 'hostile',
      made: name,
      truth: truthOf(each(() => ({ answer: undefined, made: '', truth }))),
      answers,
      layouts: [],
      file: name,
      ...(text !== undefined && { text: text(notebook) }),
      ...(prepare !== undefined && {
        prepare: (/** @type {string} */ folder) => prepare(folder, whole),
      }),
    };
    return made;
  });
  return [...attacked, ...files];
}

/**
 * All submissions.
 *
 * @param {string | number} seed
 * @returns {Submission[]}
 */
export function submissions(seed = 1) {
  const groups = [rightOnes, mutants, partial, slowOnes, hostileOnes];
  return groups.flatMap((make) => make(createRng(`${make.name} ${seed}`)));
}
