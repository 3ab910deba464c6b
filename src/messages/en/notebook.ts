import type { Params } from '../params.js';

/** `1 of 2 points; 1 more is given by hidden tests when you hand in`. */
const pointsWithHidden = (p: Params): string => {
  const points = `${p.score} of ${p.points} points`;
  if (Number(p.hidden) === 0) return points;
  const verb = Number(p.hidden) === 1 ? 'is' : 'are';
  return `${points}; ${p.hidden} more ${verb} given by hidden tests when you hand in`;
};

/** What a student reads in a notebook: progress, check, errors. */
export const notebook = {
  course: {
    quizzes: (p: Params) =>
      `Questions, which give no points: ${p.right} of ${p.total} answered rightly.`,
    what: () =>
      'A course in building AI models, in TypeScript: you write the parts yourself, and `check` tells at once whether they are right.',
    solved: (p: Params) =>
      `You have solved ${p.solved} of ${p.total} ${p.total === 1 ? 'exercise' : 'exercises'}.`,
    begin: () => 'Click on a lesson to begin.',
    number: () => 'No.',
    lesson: () => 'Lesson',
    minutes: () => 'Minutes',
    exercises: () => 'Exercises solved',
    planned: () => 'planned',
    objectives: () => 'You will be able to:',
    exerciseList: () => 'Exercises:',
    exercise: (p: Params) => `${p.title} (\`${p.name}\`): ${p.state}`,
    untouched: () => 'not checked yet',
    passed: () => 'solved',
    tried: (p: Params) => `${p.score} of ${p.points} points at the last check`,
    howTitle: () => 'How it works',
    how: () =>
      'Run the cells of a lesson from the top with Shift+Enter. Write each exercise in its own cell, run it, and run the check below it. Your work stays in this folder; save with Ctrl+S (on a Mac ⌘S). To hand in, give the file `lesson.ipynb` of the lesson to your instructor. This page is written anew at each start and each check: close and open it to see the latest.',
  },
  values: {
    disposed: () =>
      '(disposed: its numbers are gone; keep it with `tf.keep`, or return it from `tf.tidy`)',
    unreadable: (p: Params) => `(its numbers cannot be read here: ${p.reason})`,
    notBuilt: () =>
      '(not built yet: give its first layer an `inputShape`, or call it on a tensor once)',
    layerNotBuilt: () => '(not built yet: it makes its weights when it is first used)',
    parameters: (p: Params) => `${p.count} ${p.count === 1 ? 'parameter' : 'parameters'}`,
    moreRows: (p: Params) => `${p.count} more ${p.count === 1 ? 'row' : 'rows'}`,
  },
  progress: {
    left: (p: Params) => `${p.time} left`,
    took: (p: Params) => `took ${p.time}`,
    seconds: (p: Params) => `${p.s} s`,
    minutes: (p: Params) => `${p.min} min ${p.s} s`,
    hours: (p: Params) => `${p.h} h ${p.min} min`,
  },
  training: {
    progress: (p: Params) => `epoch ${p.epoch}/${p.epochs} · loss ${p.loss}`,
    stopped: (p: Params) =>
      `Training stopped after ${p.epochs} whole ${p.epochs === 1 ? 'epoch' : 'epochs'}. The model keeps what it learned, and \`fit\` gives the history so far.`,
    stoppedMlp: (p: Params) =>
      `Training stopped after ${p.epochs} whole ${p.epochs === 1 ? 'epoch' : 'epochs'}. \`trainMlp\` gives the weights that it has learned and the losses so far.`,
    stoppedAt: (p: Params) =>
      `Training stops after step ${p.step} of ${p.steps}. The model keeps what it learned, and \`fit\` gives the history so far.`,
    eager: (p: Params) =>
      `Training runs one operation at a time, because \`${p.name}\` is your own code. If it does nothing but compute tensors, \`capture: true\` in the options of \`${p.api}\` makes it faster: a step is then recorded once and replayed, and compared with eager execution from time to time.`,
    steps: () => 'steps',
    epochs: () => 'epochs',
    epochOf: (p: Params) => `epoch ${p.epoch}/${p.epochs}`,
    title: () => 'Loss',
    epoch: () => 'epoch',
    loss: () => 'loss',
    training: () => 'training',
    validation: () => 'validation',
  },
  output: {
    leftOut: (p: Params) =>
      `[${p.mb} MB of this cell's output are left out here: a notebook shows ${p.limit} MB of one cell. Its end follows. Print less, or write it to a file.]`,
  },
  errors: {
    place: (p: Params) => `In [${p.cell}], line ${p.line}`,
    placeIn: (p: Params) => `In [${p.cell}], line ${p.line}, in ${p.fn}`,
    noFrame: () => 'No line of your notebook is part of this error. It came from:',
    causedBy: () => 'Caused by:',
    interrupted: () => 'Interrupted.',
    thrownValue: (p: Params) =>
      `Something that is no Error was thrown: ${p.value}\nThrow \`new Error(…)\`, which knows its line.`,
    runAbove: (p: Params) =>
      `${p.list} ${Number(p.count) === 1 ? 'comes' : 'come'} from cells that have not run since the kernel started. Run the cells above first: in the menu, Run ▸ Run All Above Selected Cell.`,
    punctuation: (p: Params) =>
      `\`${p.character}\` (${p.code}) only looks like a character of code. Write \`${p.instead}\` instead.`,
    invisible: (p: Params) =>
      `Here is a character that cannot be seen (${p.code}), often copied from a web page. Delete it, or type the line anew.`,
    late: (p: Params) =>
      `An error that nothing caught (in a timer, an event or a promise without \`await\`).\n${p.text}`,
  },
  record: {
    name: (p: Params) =>
      `Expected a name of letters and digits that begins with a small letter, such as 'testAccuracy'. Received: ${p.got}`,
    value: (p: Params) =>
      `Expected \`${p.name}\` to be a finite number; of a tensor, take dataSync()[0]. Received: ${p.got}`,
    seed: (p: Params) =>
      `Expected GRADUS_SEED to be a whole number from 0 to 2147483647, or not set. Received: ${p.got}`,
  },
  quiz: {
    right: (p: Params) => `Right. ${p.why}`,
    wrong: (p: Params) => `Not so. ${p.why}`,
    choose: (p: Params) =>
      `Write the letter of your answer in place of the question mark, from \`a\` to \`${p.last}\`, and run the cell.`,
    letter: (p: Params) =>
      `Expected the letter of an answer, from 'a' to '${p.last}'. Received: ${p.got}`,
    unknown: (p: Params) => `No question is called \`${p.name}\`. Expected one of: ${p.list}.`,
    ambiguous: (p: Params) =>
      `Several lessons have a question \`${p.name}\`: ${p.list}. Say which: \`quiz('${p.name}', 'a', { lesson: '${p.lesson}' })\`.`,
  },
  kept: {
    yours: (p: Params) =>
      `\`${p.exercise}\`: your own version runs here, kept from lesson ${p.lesson}.`,
    none: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here; yours does once it is kept with \`gradus keep\`.`,
    changed: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here, because \`${p.file}\` was changed since it passed its tests. Change the notebook of lesson ${p.lesson} instead, and keep it anew with \`gradus keep\`.`,
    misfit: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here, because yours of lesson ${p.lesson} takes or gives other types than the exercise says. Declare it as the exercise's signature has it, and keep it anew with \`gradus keep\`.`,
    broken: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here, because \`${p.file}\` cannot be loaded (${p.reason}).`,
    several: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here, because you kept one from several lessons: ${p.list}. Say which: \`kept('${p.exercise}', …, { lesson: '${p.lesson}' })\`.`,
    threw: (p: Params) =>
      `Thrown by your own \`${p.exercise}\`, kept from lesson ${p.lesson}${p.place}.`,
    name: (p: Params) =>
      `Expected \`exercise\` to be the name of an exercise, as in kept('softmax', library.softmax). Received: ${p.got}`,
    lesson: (p: Params) =>
      `Expected \`lesson\` to be the name of a lesson's folder, e.g. '02-a-network-from-scratch'. Received: ${p.got}`,
    offer: (p: Params) =>
      `Later lessons can run your \`${p.exercise}\`: save the notebook, then keep it with this command in a terminal: \`${p.command}\``,
  },
  check: {
    noTests: (p: Params) =>
      `${p.exercise}: nothing was checked, since this package has no visible test of it (${pointsWithHidden(p)}). If your course has not made it so, install the package again.`,
    allPassed: (p: Params) =>
      `${p.exercise}: all ${p.total} visible tests passed (${pointsWithHidden(p)}).`,
    somePassed: (p: Params) =>
      `${p.exercise}: ${p.passed} of ${p.total} visible tests passed (${pointsWithHidden(p)}).`,
    notSolved: (p: Params) =>
      `${p.exercise}: not solved yet. Write your code in its cell, run the cell, and check again.`,
    test: () => 'Test',
    expected: () => 'Expected',
    got: () => 'Got',
    firstDifference: () => 'First difference at',
    points: () => 'Points',
    pointsOf: (p: Params) => `${p.score} of ${p.points} points`,
    sameError: () => 'The same error as above.',
    handIn: (p: Params) =>
      `To hand in: save the notebook (Ctrl+S, on a Mac ⌘S), then hand in the file \`${p.file}\` where your instructor collects it.`,
    guess: (p: Params) => `Probably: ${p.guess}`,
    input: () => 'The input, as code for a cell',
    inputLast: (p: Params) => `The last of ${p.count} inputs, as code for a cell`,
    inputTooLong: () => 'The input is too long for a cell, or made of functions of the test.',
    hint: (p: Params) => `Hint: ${p.hint}`,
    compiledPlace: (p: Params) =>
      `Line ${p.line} of the compiled code. Start JupyterLab with \`npm start\` to see your own line here.`,
    unknown: (p: Params) => `No exercise is called \`${p.exercise}\`. Expected one of: ${p.list}.`,
    unknownLesson: (p: Params) =>
      `No lesson is called \`${p.lesson}\`. Expected the name of the lesson's folder, e.g. \`02-a-network-from-scratch\`.`,
    ambiguous: (p: Params) =>
      `Several lessons have an exercise \`${p.exercise}\`: ${p.list}. Say which: \`check('${p.exercise}', ${p.exercise}, { lesson: '${p.lesson}' })\`.`,
    usingLibrary: (p: Params) =>
      `\`${p.exercise}\`: the library's version runs here until yours passes its check.`,
    usingLibraryChanged: (p: Params) =>
      `\`${p.exercise}\`: yours has changed since its last check, so the library's version runs here. Run its check again.`,
  },
};
