import { type Params, wordsFor } from '../params.js';
import { noNotebook, whyNoNotebook } from './broken-notebook.js';
import { guesses } from './guesses.js';

/** `what` names the value as the statement does; `subject` is a phrase for what has no name there. */
const Of = (p: Params): string =>
  p.what && p.what !== 'result' ? `\`${p.what}\`` : `${p.subject ?? 'The result'}`;

/** `a RangeError`, `an Error` */
const an = (name: Params[string] | undefined): string =>
  `${/^[AEIO]/.test(`${name}`) ? 'an' : 'a'} ${name}`;

const entries = (count: Params[string] | undefined): string =>
  `${count} ${count === 1 ? 'entry' : 'entries'}`;

/** Why a test was not run; a reason that is no code stands as it is. */
const reasons = {
  'unreadable-notebook': 'the notebook cannot be read',
  'empty-folder': 'there is no notebook',
  'other-lessons': 'no notebook of this lesson was handed in',
  artefact: 'the file that was handed in cannot be read',
  budget: 'the time for this exercise was used up by the tests before it',
};

/** Why what was handed in beside the notebook was not read, where a notebook has no such reason. */
export const artefactReasons = {
  'too-large': 'it is larger than the lesson allows',
  'no-folder': 'it is a file, not a folder',
  'too-many-files': 'it holds more files or folders than are read',
  'no-text': 'it holds a file that is no text in UTF-8',
};

export type ArtefactReason = keyof typeof artefactReasons;

/** What a value is, where that has a word; the name of another type stands as it is. */
const types = {
  tensor: 'tensor',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
  function: 'function',
  remote: 'function or object with methods',
};

/** What arrived from student code that no test had asked for. */
const breaches = {
  'unknown-frame': 'unknown frame',
  'frame-out-of-turn': 'frame out of turn',
  'malformed-frame': 'malformed frame',
  'malformed-error': 'malformed error',
  'malformed-value': 'malformed value',
  'callback-out-of-turn': 'callback out of turn',
  'malformed-callback': 'malformed callback',
  'callback-not-handed-out': 'a callback that this test did not hand out',
  'callback-settled-early': 'a callback that settled without a call',
};

/** What was done with a submission when its grading was ended. */
const stages = {
  start: 'its grading began',
  read: 'the file was read',
  prepare: 'its cells were read and compiled',
  test: 'its answers were tested',
  report: 'its report was made',
};

/** What went over a limit, in the words of a sentence. */
const stopped = (p: Params): string => {
  const limits: Readonly<Record<string, string>> = {
    time: `this took more than ${p.limit} seconds of processor time`,
    memory: `this needed more than ${p.limit} MB of memory`,
    crash: 'this ended the process that graded it',
  };
  return limits[`${p.reason}`] ?? `${p.reason} (${p.limit})`;
};

const whyNotRead = (p: Params): string =>
  Object.hasOwn(artefactReasons, `${p.reason}`)
    ? wordsFor(artefactReasons, p.reason)
    : (whyNoNotebook(p) ?? `${p.reason}`);

/** Verdicts, and the sentences behind the codes of issues and notices. */
export const judge = {
  reasons,
  stages,
  types,
  breaches,
  verdicts: {
    passed: 'passed',
    failed: 'failed',
    error: 'error',
    timeout: 'timeout',
    'out-of-memory': 'out of memory',
    'not-run': 'not run',
    tampered: 'tampered',
  },
  kinds: {
    value: 'value',
    property: 'property',
    gradient: 'gradient',
    stability: 'stability',
    contract: 'contract',
    training: 'training',
  },
  /** What is judged of a file that was handed in beside the notebook. */
  artefactParts: {
    form: (p: Params) => `${p.id} form`,
    score: (p: Params) => `${p.id} score`,
  },
  exitCode: (p: Params) => `exit code ${p.code}`,
  unknownCode: (p: Params) => `No sentence is known for the code \`${p.code}\`.`,
  place: (p: Params) => `code cell ${p.cell}, line ${p.line}: ${p.text}`,
  issues: {
    'type-mismatch': (p: Params) =>
      `${Of(p)} should be of type ${wordsFor(types, p.expected)}, but is of type ${wordsFor(types, p.got)}.`,
    'dtype-mismatch': (p: Params) =>
      `${Of(p)} should have dtype ${p.expected}, but has ${p.got}. Cast it with \`.cast('${p.expected}')\`.`,
    'shape-mismatch': (p: Params) =>
      p.length !== undefined
        ? `${Of(p)} should have ${entries(p.length)}, but has ${p.given}.`
        : `${Of(p)} should have shape ${p.expected}, but has ${p.got}. Check which axis you sum over or multiply along.`,
    'value-mismatch': (p: Params) =>
      p.total === 1
        ? `${Of(p)} should be ${p.expected}, but is ${p.got}.`
        : `${Of(p)} differs first at ${p.index}: expected ${p.expected}, got ${p.got}. ${p.badCount} of ${p.total} numbers differ, by up to ${p.maxError}.`,
    'not-finite': (p: Params) =>
      `${Of(p)} is ${p.got}${p.index ? ` at ${p.index}` : ''}, where a finite number is expected. ${p.nanInInput ? 'NaN stands in the input too: whatever takes it in becomes NaN.' : 'Look for exp, log or a division that overflows, and for the root or the log of a negative number.'}`,
    'missing-key': (p: Params) =>
      `${Of(p)} has no \`${p.key}\`. Return an object that holds it under exactly this name.`,
    expectation: (p: Params) => `${p.sentence}`,
    threw: (p: Params) => `Your code threw ${p.name}: ${p.message}`,
    'wrong-error': (p: Params) =>
      `${Of(p)} must throw ${an(p.expected)}; it threw ${p.name}: ${p.message}`,
    'not-a-function': (p: Params) =>
      `\`${p.name}\` should be a function, but is ${wordsFor(types, p.type)}.`,
    missing: (p: Params) =>
      `The notebook declares no \`${p.name}\`. Write it in the exercise's cell, under exactly this name.`,
    'cell-too-large': (p: Params) =>
      `\`${p.name}\` stands in code cell ${p.cell}, which was not read: it has ${p.mb} MB of text, and at most ${p.limit} MB are read of a cell. Keep data in a file or a cell of its own.`,
    'not-solved': (p: Params) =>
      `\`${p.name}\` is not solved yet: it still throws as handed out. Write your code in its place.`,
    'other-not-solved': (p: Params) =>
      `\`${p.name}\` calls \`${p.other}\`, which is not solved yet: write that one first, or call the library's version.`,
    'load-failed': (p: Params) =>
      `The cells that this exercise needs could not be run: ${p.message}`,
    'load-failed-by': (p: Params) =>
      `Your code uses \`${p.name}\`, for which code cell ${p.cell} has to run, and that cell could not be run here: ${p.message}`,
    exited: (p: Params) =>
      `The process that ran your code ended before it answered (${p.detail}). Return a value; \`process.exit\`, \`process.abort\` and the like end it.`,
    timeout: (p: Params) =>
      `No answer within ${p.ms} ms. Look for a loop that never ends or a promise that never settles.`,
    'argument-disposed': (p: Params) =>
      `Your function disposed of its argument number ${p.argument}, which its caller still needs. Dispose only of what you made yourself; \`tf.tidy\` does that.`,
    'argument-changed': (p: Params) =>
      `Your function changed its argument number ${p.argument}, which belongs to the caller. Work on a copy.`,
    'never-settles': () =>
      'Your code waits for a promise that nothing can settle any more. Look for an `await` whose promise is never resolved.',
    'cpu-limit': (p: Params) =>
      `Your code used more than ${p.ms} ms of processor time. Look for a loop that never ends, or replace loops over numbers by tensor operations.`,
    'callback-limit': (p: Params) =>
      `Your code called the functions that it was given more than ${p.count} times, or with more than ${p.mb} MB of values. Look for a loop that never ends.`,
    'out-of-memory': (p: Params) =>
      `Your code needed more than ${p.mb} MB of memory. Look for a list or tensor that grows without end, and dispose of tensors with \`tf.tidy\`.`,
    'output-limit': (p: Params) =>
      `Your code printed more than ${p.kb} KB. Print less, above all inside loops.`,
    'process-limit': (p: Params) =>
      `Your code started more than ${p.count} processes or threads. An exercise needs none.`,
    'disk-limit': (p: Params) =>
      `Your code wrote more than ${p.mb} MB into files, or very many files. An exercise needs none.`,
    unencodable: (p: Params) =>
      `${Of(p)} is ${p.type}, which cannot be handed to the judge. Return a tensor, a number or plain data.`,
    tampered: (p: Params) =>
      `The judge received what no test had asked for (${wordsFor(breaches, p.detail)}), so the test does not count. Code that writes to file descriptors or starts timers of its own can cause this.`,
    'not-run': (p: Params) => `The test was not run: ${wordsFor(reasons, p.reason)}.`,
    'artefact-missing': (p: Params) =>
      `\`${p.path}\` was not handed in. Put it beside the notebook, under exactly this name.`,
    'artefact-refused': (p: Params) =>
      `\`${p.path}\` was not read: ${whyNotRead(p)}. Hand in plain files within the size that the lesson allows.`,
    'artefact-score': (p: Params) =>
      `Your ${p.measure} is ${p.got}; a trivial answer reaches ${p.baseline}. More points need a better one.`,
    'csv-text': () => 'The file is no text in UTF-8. Write it as plain CSV.',
    'csv-header': (p: Params) =>
      `Row 1 should be the header \`${p.expected}\`, but is \`${p.got}\`.`,
    'csv-fields': (p: Params) =>
      `Row ${p.row} should have ${p.expected} values with commas between them, but has ${p.got}. Leave no row empty.`,
    'csv-id-unknown': (p: Params) =>
      `Row ${p.row}, column \`${p.column}\`: there is no example \`${p.got}\`. Copy the names from the data as they are, without quotes or spaces.`,
    'csv-id-twice': (p: Params) =>
      `Row ${p.row}, column \`${p.column}\`: \`${p.got}\` stands in a row before. Give each example one row.`,
    'csv-number': (p: Params) =>
      `Row ${p.row}, column \`${p.column}\` should be a finite number such as 3 or 0.25, but is \`${p.got}\`.`,
    'csv-rows': (p: Params) =>
      `There should be ${p.expected} rows under the header, but there are ${p.got}: the example \`${p.id}\` is missing.`,
    'judge-failed': (p: Params) =>
      `The grader itself failed on this test (${p.message}). This is not your mistake; tell your instructor.`,
    'code-too-large': (p: Params) =>
      `The cells that this exercise needs make up a script of ${p.mb} MB; at most ${p.most} MB are run. Look for data that is written into a cell, and read it from a file or make it with code.`,
    'too-many-numbers': (p: Params) =>
      `${Of(p)} holds ${p.got} numbers, where at most ${p.most} are expected. Look for a list that grows without end.`,
    'grading-stopped': (p: Params) =>
      `The grading of this notebook was ended while ${wordsFor(stages, p.stage)}: ${stopped(p)}. Other submissions are not affected. Look for types or expressions nested dozens of levels deep, and for very large cells or answers.`,
    'sandbox-failed': (p: Params) =>
      `The sandbox could not be started (${p.message}). This is not your mistake; tell your instructor.`,
  } satisfies Record<string, (p: Params) => string>,
  guesses,
  notices: {
    'duplicate-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` is there more than once; code cell ${p.kept} was graded. Delete the others.`,
    'missing-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` is missing. Copy it back from a fresh copy of the lesson.`,
    'unreadable-notebook': (p: Params) => `The file ${noNotebook(p)}`,
    'older-version': (p: Params) =>
      `This notebook is of version ${p.version} of the lesson, which is at version ${p.now} now. It was graded by the tests of version ${p.now}${p.renamed ? `; exercises were found under their old names (${p.renamed})` : ''}${p.removed ? `; ${p.removed} is not graded any more` : ''}. \`gradus update\` brings it up to date.`,
    'newer-version': (p: Params) =>
      `This notebook is of version ${p.version} of the lesson, and the grader knows version ${p.now} alone. It was graded as far as its exercises have the same names. Grade it with the newer gradus.`,
    'hidden-state': (p: Params) =>
      `Code cell ${p.cell} uses \`${p.name}\`, which no cell declares: it existed only in your running kernel. Restart the kernel and run all cells to see the error.`,
    'whole-notebook': (p: Params) =>
      `Exercise \`${p.exercise}\` was graded after all cells before it: with only the cells that it names it had fewer points. Declare what it needs, so that it does not depend on what other cells call.`,
    'library-instead': (p: Params) =>
      `Exercise \`${p.exercise}\` was graded with the library's functions where \`passedOr\` chooses, as in a notebook in which yours have not passed: with yours it had fewer points.`,
    'syntax-error': (p: Params) => `TypeScript cannot read this: ${p.message}`,
    'type-error': (p: Params) =>
      `TypeScript reports: ${p.message} The code was run all the same; in JupyterLab the cell would not run.`,
    'refused-cell': (p: Params) =>
      `Code cell ${p.cell} would not run in JupyterLab (${p.message}), so what it says about \`${p.names}\` does not count: other cells give that. Correct the cell or delete it.`,
    'redefined-name': (p: Params) =>
      `Code cell ${p.cell} gives \`${p.name}\` a new meaning, which is used wherever \`${p.name}\` is named, as in JupyterLab. If that is not meant, give it another name there.`,
    'refusals-unknown': (p: Params) =>
      `The types of this notebook could not be checked in time, so it is not known which of its cells JupyterLab runs. More than one cell gives \`${p.names}\`: exercise \`${p.exercise}\` was graded with the last of them and, where that did not pass, with the first; the better result counts.`,
    'matched-by-name': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` was recognised by the name it declares, since its mark is gone.`,
    'renamed-exercise': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` declares \`${p.names}\` instead. Give your function back the name it was handed out with.`,
    'merged-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` also holds \`${p.others}\`; each was graded from it. Keep one exercise in a cell.`,
    'retyped-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` was no code cell any more. It was read as one, counted as code cell ${p.cell}; change its type back to Code.`,
    'split-cell': (p: Params) =>
      `The code of exercise \`${p.exercise}\` is spread over several cells; they were graded together.`,
    'moved-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` (code cell ${p.cell}) stands before a cell that it needs; it was run after that one. Restart the kernel and run all cells to see the error.`,
    'odd-names': (p: Params) =>
      `The archive holds ${p.count} ${p.count === 1 ? 'entry' : 'entries'} with a name that leads out of it or that no system gives, left out; the first is \`${p.first}\`.`,
    'link-refused': (p: Params) =>
      `\`${p.name}\` was left out: it is a link or no plain file, and those are never followed. Put the folder itself there.`,
    'outside-folders': (p: Params) =>
      `\`${p.name}\` was not graded: it lies outside the students' folders, so nobody says whose it is.`,
    'outside-lessons': (p: Params) =>
      `\`${p.name}\` was not graded: beside it lie folders that are named as lessons, and it is not.`,
    'other-lessons': (p: Params) =>
      `No notebook of lesson \`${p.lesson}\` was handed in; of other lessons there is: ${p.holds}. Every test counts as not run.`,
    'class-folder': (p: Params) => `The only folder, \`${p.name}\`, was taken for the class.`,
    'unknown-identity': (p: Params) =>
      `Nothing says who handed in \`${p.name}\`; it was graded under this name. Find out whose it is before you enter the points.`,
    'duplicate-identity': () =>
      'Another submission has the same number, or a name that looks the same. Each was graded on its own.',
    'duplicate-identities': (p: Params) =>
      `\`${p.name}\` and \`${p.other}\` have one number, or names that look the same. They were graded apart, the first as \`${p.student}\`: find out who is who.`,
    'earlier-attempts': (p: Params) =>
      `There are several attempts; the latest, \`${p.kept}\`, was graded. Not graded: ${p.others}.`,
    late: () => 'The learning platform marked this submission as late.',
    group: (p: Params) =>
      `A group of ${p.count} handed this in together; each of them was graded for it.`,
    'empty-folder': (p: Params) =>
      `There is no notebook${p.holds ? `, but there is: ${p.holds}` : ', and nothing else'}. Every test counts as not run; hand in the file that JupyterLab opens, which ends in \`.ipynb\`.`,
    'several-notebooks': (p: Params) =>
      `There are several notebooks, and one counts: \`${p.kept}\`, of those that can be read the one in which most exercises are worked on. The others do not count: ${p.others}. Leave only one.`,
    'large-cell': (p: Params) =>
      `Code cell ${p.cell} was left out: it has ${p.mb} MB of text, and at most ${p.limit} MB are read of a cell, ${p.all} MB of all code together. Keep data in a file of its own.`,
    'needs-large-cell': (p: Params) =>
      `Exercise \`${p.exercise}\` needs \`${p.name}\` of code cell ${p.cell}, which was left out: it has ${p.mb} MB of text, and at most ${p.limit} MB are read of a cell. Make the cell smaller, or declare \`${p.name}\` in another.`,
    'guessed-names': (p: Params) =>
      `${p.count} ${p.count === 1 ? 'name is' : 'names are'} not in UTF-8 and ${p.count === 1 ? 'was' : 'were'} read as ${p.encoding}, a guess; the first is \`${p.first}\`. Where it looks wrong, rename the folders.`,
    'unknown-lesson': (p: Params) =>
      `The notebook does not say which lesson it belongs to; it was graded as lesson \`${p.lesson}\`.`,
    'uncaught-error': (p: Params) =>
      `Beside the answers of exercise \`${p.exercise}\` an error was thrown that nobody caught: ${p.message}. It changed no verdict. Await the promise, or catch the error where it is thrown.`,
    'uncaught-error-hidden': (p: Params) =>
      `While hidden tests of \`${p.exercise}\` ran, an error was thrown that nobody caught: ${p.message}. It changed no verdict; the student is not told, since it may quote an input.`,
    'reached-for': (p: Params) =>
      `A hint, not a verdict: when \`${p.exercise}\` was run with the cells that it uses, ${p.names} was reached for. The exercise may not use it: of the library only what the exercise allows was there, and modules of Node lead nowhere in the sandbox. It may be a cell of the lesson itself that did so; read the code to see which, and what it was for.`,
    'grading-stopped': (p: Params) =>
      `The grading of this notebook was ended while ${wordsFor(stages, p.stage)}: ${stopped(p)}. Open it in JupyterLab, restart the kernel and run all cells: where that hangs too is the place to look.`,
    'types-unchecked': () =>
      'The types of this notebook were not checked: that took too long, or needed too much memory.',
    'tensors-left': (p: Params) =>
      `Costs no points: \`${p.exercise}\` leaves tensors behind that nobody disposes. Put the work into \`tf.tidy\`, and dispose what a loop replaces.`,
    'no-next-frame': (p: Params) =>
      `Costs no points: \`${p.exercise}\` does not call \`await tf.nextFrame()\` after each minibatch, so charts stand still and the stop button waits.`,
  } satisfies Record<string, (p: Params) => string>,
};
