import type { Params } from '../params.js';
import { mendNotebook, whyNoNotebook } from './broken-notebook.js';

/** `what` names the value in the words of the statement. */
const Of = (p: Params): string => (p.what && p.what !== 'result' ? `\`${p.what}\`` : 'The result');

/** Why a test was not run; a reason that is no code stands as it is. */
const reasons: Readonly<Record<string, string>> = {
  'missing-cell': "the exercise's cell is missing",
  'unreadable-notebook': 'the notebook cannot be read',
  'empty-folder': 'there is no notebook',
  artefact: 'the file that was handed in cannot be read',
  budget: 'the time for this exercise was used up by the tests before it',
  'judge-stopped': 'the judge stopped before it',
};

/** Why what was handed in beside the notebook was not read, where a notebook has no such reason. */
const artefactReasons: Readonly<Record<string, string>> = {
  'too-large': 'it is larger than the lesson allows',
  'no-folder': 'it is a file, not a folder',
  'too-many-files': 'it holds more files or folders than are read',
  'no-text': 'it holds a file that is no text in UTF-8',
};

/** Verdicts, and the sentences behind the codes of issues and notices. */
export const judge = {
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
  unknownCode: (p: Params) => `No sentence is known for the code \`${p.code}\`.`,
  place: (p: Params) => `code cell ${p.cell}, line ${p.line}: ${p.text}`,
  issues: {
    'type-mismatch': (p: Params) =>
      `${Of(p)} should be of type ${p.expected}, but is of type ${p.got}.`,
    'dtype-mismatch': (p: Params) =>
      `${Of(p)} should have dtype ${p.expected}, but has ${p.got}. Cast it with \`.cast('${p.expected}')\`.`,
    'shape-mismatch': (p: Params) =>
      `${Of(p)} should have shape ${p.expected}, but has ${p.got}. Check which axis you sum over or multiply along.`,
    'value-mismatch': (p: Params) =>
      p.total === 1
        ? `${Of(p)} should be ${p.expected}, but is ${p.got}.`
        : `${Of(p)} differs first at ${p.index}: expected ${p.expected}, got ${p.got}. ${p.badCount} of ${p.total} numbers differ, by up to ${p.maxError}.`,
    'not-finite': (p: Params) =>
      `${Of(p)} is ${p.got}${p.index ? ` at ${p.index}` : ''}, where a finite number is expected. Look for exp, log or a division that overflows.`,
    'missing-key': (p: Params) =>
      `${Of(p)} has no \`${p.key}\`. Return an object that holds it under exactly this name.`,
    expectation: (p: Params) => `${p.sentence}`,
    threw: (p: Params) => `Your code threw ${p.name}: ${p.message}`,
    'not-a-function': (p: Params) => `\`${p.name}\` should be a function, but is ${p.type}.`,
    missing: (p: Params) =>
      `The notebook declares no \`${p.name}\`. Write it in the exercise's cell, under exactly this name.`,
    'cell-too-large': (p: Params) =>
      `\`${p.name}\` stands in code cell ${p.cell}, which was not read: it has ${p.mb} MB of text, and at most ${p.limit} MB are read of a cell. Keep data in a file or a cell of its own.`,
    'not-solved': (p: Params) =>
      `\`${p.name}\` is not solved yet: it still throws as handed out. Write your code in its place.`,
    'load-failed': (p: Params) =>
      `The cells that this exercise needs could not be run: ${p.message}`,
    exited: (p: Params) =>
      `Your code ended the process that ran it (${p.detail}). Return a value; do not call \`process.exit\`.`,
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
      `The judge received what no test had asked for (${p.detail}), so the test does not count. Code that writes to file descriptors or starts timers of its own can cause this.`,
    'not-run': (p: Params) => `The test was not run: ${reasons[`${p.reason}`] ?? p.reason}.`,
    hidden: () =>
      'A hidden test did not pass. Only what it looks at is shown, not its input: check your function on inputs of your own.',
    'artefact-missing': (p: Params) =>
      `\`${p.path}\` was not handed in. Put it beside the notebook, under exactly this name.`,
    'artefact-refused': (p: Params) =>
      `\`${p.path}\` was not read: ${artefactReasons[`${p.reason}`] ?? whyNoNotebook(p) ?? p.reason}. Hand in plain files within the size that the lesson allows.`,
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
    'sandbox-failed': (p: Params) =>
      `The sandbox could not be started (${p.message}). This is not your mistake; tell your instructor.`,
  } satisfies Record<string, (p: Params) => string>,
  notices: {
    'duplicate-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` is there more than once; code cell ${p.kept} was graded. Delete the others.`,
    'missing-cell': (p: Params) =>
      `The cell of exercise \`${p.exercise}\` is missing. Copy it back from a fresh copy of the lesson.`,
    'unreadable-notebook': (p: Params) =>
      `The file cannot be read as a notebook: ${whyNoNotebook(p) ?? p.reason}. ${mendNotebook(p)}`,
    'hidden-state': (p: Params) =>
      `Code cell ${p.cell} uses \`${p.name}\`, which no cell declares: it existed only in your running kernel. Restart the kernel and run all cells to see the error.`,
    'whole-notebook': (p: Params) =>
      `Exercise \`${p.exercise}\` was graded after all cells before it: with only the cells that it names it had fewer points. Declare what it needs, so that it does not depend on what other cells call.`,
    'syntax-error': (p: Params) => `TypeScript cannot read this: ${p.message}`,
    'type-error': (p: Params) =>
      `TypeScript reports: ${p.message} The code was run all the same; in JupyterLab the cell would not run.`,
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
    'extra-file': (p: Params) =>
      `The file \`${p.file}\` was not looked at: only the notebook counts.`,
    'odd-names': (p: Params) =>
      `The archive holds ${p.count} ${p.count === 1 ? 'entry' : 'entries'} with a name that leads out of it or that no system gives, left out; the first is \`${p.first}\`.`,
    'link-refused': (p: Params) =>
      `\`${p.name}\` was left out: it is a link or no plain file, and those are never followed. Put the folder itself there.`,
    'outside-folders': (p: Params) =>
      `\`${p.name}\` was not graded: it lies outside the students' folders, so nobody says whose it is.`,
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
    'unknown-lesson': () =>
      'The notebook does not say which lesson it belongs to; it was graded as the lesson of the class.',
    'reached-for': (p: Params) =>
      `A hint, not a verdict: the code of \`${p.exercise}\` reached for ${p.names}. Functions that answer the exercise were withheld, and modules of Node lead nowhere in the sandbox; read the code to see what it was for.`,
    'output-cut': (p: Params) => `Output was cut after ${p.kb} KB.`,
  } satisfies Record<string, (p: Params) => string>,
};
