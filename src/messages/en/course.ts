import { type Params, wordsFor } from '../params.js';

const seen = { visible: 'visible', hidden: 'hidden' };

const states = { solved: 'With its solutions put in', unsolved: 'As it is handed out' };
const lessonAs = (p: Params): string => `${wordsFor(states, p.mode)}, on seed ${p.seed},`;

/** What the compiler writes into a lesson, and what it says is wrong with one. */
export const course = {
  header: {
    time: 'Time',
    timeValue: (p: { read: number; run: number }) =>
      `${p.read} minutes to read and solve, ${p.run} ${p.run === 1 ? 'minute' : 'minutes'} to run`,
    hardware: 'Hardware',
    roles: 'For',
    prerequisites: 'Before it',
    noPrerequisites: 'nothing',
    artefact: 'Hand in beside it',
    artefactValue: (p: { path: string; title: string; points: number; maxKb: number }) =>
      `\`${p.path}\`: ${p.title} (${p.points} ${p.points === 1 ? 'point' : 'points'}, at most ${p.maxKb} KB)`,
    objectives: 'After this lesson you can:',
  },
  roles: {
    algorithm: 'algorithm engineers',
    data: 'data engineers',
    'ai-engineer': 'AI engineers',
  },
  exerciseLine: (p: {
    name: string;
    points: number;
    difficulty: string;
    importance: string;
    minutes: number;
  }) =>
    `**Exercise \`${p.name}\`** · ${p.points} ${p.points === 1 ? 'point' : 'points'} · difficulty ${p.difficulty} · importance ${p.importance} · about ${p.minutes} minutes`,
  /** After "Expected". */
  numbers: {
    oneToFive: () => 'an integer from 1 to 5',
    positive: () => 'a number above 0',
    positiveInteger: () => 'an integer above 0',
  },
  /** A recorded number in the text of a lesson. */
  recorded: {
    percent: (p: { value: string }) => `${p.value} %`,
    unit: (p: { value: string; unit: string }) => `${p.value} ${p.unit}`,
    spread: (p: { mean: string; lowest: string; highest: string; seeds: number }) =>
      `${p.mean} (from ${p.lowest} to ${p.highest} on ${p.seeds} seeds)`,
  },
  /** The words over an aside. */
  asides: {
    NOTE: 'Note',
    TIP: 'Tip',
    IMPORTANT: 'Important',
    WARNING: 'Warning',
    CAUTION: 'Caution',
  },
  figures: {
    /** Before a caption. */
    label: (p: { number: number }) => `Figure ${p.number}.`,
    inText: (p: { number: number }) => `Figure ${p.number}`,
  },
  /** Sources in the text, and their list at the end. */
  references: {
    heading: 'References',
    comma: ', ',
    two: (p: { first: string; second: string }) => `${p.first} and ${p.second}`,
    andOthers: (p: { first: string }) => `${p.first} et al.`,
    short: (p: { names: string; year: string }) =>
      p.year === '' ? p.names : `${p.names}, ${p.year}`,
    part: (p: { short: string; where: string }) => `${p.short}, ${p.where}`,
    entry: (p: { authors: string; title: string; year: string }) =>
      `${p.authors}${p.year === '' ? '' : ` (${p.year})`}: ${p.title}.`,
  },
  problems: {
    'aside-form': (p: Params) =>
      `Expected an aside that is no part of a list: a quotation with ${p.known} alone on its first line, and text below it. Received: ${p.got}`,
    'figure-form': (_: Params) =>
      'Expected a figure alone in its paragraph: `![what it shows](name.png "The caption."){#fig-key}`, the picture beside the lesson.',
    'figure-twice': (p: Params) =>
      `The figure #${p.key} is also on line ${p.line}: give it another key.`,
    'figure-unknown': (p: Params) =>
      `There is no figure ${p.url}. The lesson has: ${p.known}. A figure is named by {#fig-key} behind its picture.`,
    'link-empty': (p: Params) =>
      `The link to ${p.url} has no words to click on: write them between the brackets.`,
    'control-character': (p: Params) =>
      `The line has a control character, U+${p.code}: it is seen by nobody, and spoils a formula. Write the characters that were meant.`,
    'formula-broken': (p: Params) =>
      `The formula ${p.got} cannot be typeset: ${p.why}. Correct it.`,
    'picture-kind': (p: Params) =>
      `JupyterLab shows no such picture in a notebook: ${p.url}. Put it beside the lesson as PNG, JPEG or WebP, with letters, digits, _, - and . in its name.`,
    'picture-large': (p: Params) =>
      `The picture ${p.url} has ${p.got} KB. Expected at most ${p.most}: make it smaller.`,
    'reference-unknown': (p: Params) =>
      `The source ${p.key} is cited and not declared: add it under \`references\` of the front matter. Declared: ${p.known}.`,
    'reference-uncited': (p: Params) =>
      `Nothing cites the source ${p.key}: write [@${p.key}] where it is used, or take it out.`,
    'reference-form': (p: Params) =>
      `Expected one source as [@key] or [@key, chapter 2], in a paragraph, a list or a table. Received: ${p.got}`,
    'front-matter-missing': (_: Params) =>
      'A lesson begins with front matter: a line `---`, the fields, a line `---`.',
    'yaml-syntax': (p: Params) => `This is no valid YAML: ${p.message}`,
    'yaml-field': (p: Params) => `Field ${p.field}: ${p.message}`,
    'fence-language': (p: Params) =>
      `Write \`ts\` for a cell that runs or \`ts static\` for code that is shown. Received: ${p.lang}`,
    'fence-word': (p: Params) => `Expected one of ${p.known}. Received: ${p.word}`,
    'fence-twice': (p: Params) => `\`${p.key}\` is given twice.`,
    'fence-mixed': (p: Params) => `These words do not go together: ${p.words}`,
    'fence-missing': (p: Params) =>
      `The exercise has no \`${p.key}\`: add ${p.key}= with ${p.expected}.`,
    'fence-number': (p: Params) => `Expected \`${p.key}\` to be ${p.expected}. Received: ${p.got}`,
    'fence-name': (p: Params) =>
      `Expected the name of a function, letters and digits. Received: ${p.name}`,
    'fence-needs': (p: Params) =>
      `Expected names separated by commas, as in needs=table,fill. Received: needs=${p.got}`,
    'code-in-details': (_: Params) =>
      'A cell cannot run inside a folded block: write `ts static`, or move it out.',
    'code-nested': (_: Params) =>
      'A cell cannot run inside a list or a quotation: write `ts static`, or move it out.',
    'html-swallows-fence': (_: Params) =>
      'This fence is part of the HTML before it: leave a line empty between the two.',
    'dollar-alone': (_: Params) =>
      'An odd number of $ in this paragraph: JupyterLab would take text for a formula. Write \\$ for a dollar sign.',
    'heading-twice': (p: Params) =>
      `The heading "${p.title}" is also on line ${p.line}; cell ids are made from headings, so each must be its own.`,
    'allowed-exercise': (p: Params) =>
      `\`allowed\` names the exercise ${p.name}, and the lesson has none of that name. It has: ${p.known}.`,
    'exercise-twice': (p: Params) => `The exercise ${p.name} is also on line ${p.line}.`,
    'exercise-shares-heading': (p: Params) =>
      `The exercise ${p.name} stands under the heading of another one; give it its own.`,
    'exercise-no-heading': (p: Params) => `The exercise ${p.name} has no heading over it.`,
    'signature-missing': (p: Params) =>
      `The statement of ${p.name} shows no typed signature: add a \`ts static\` fence with ${p.name}(…).`,
    'starter-without-name': (p: Params) =>
      `The student's cell declares no function or class ${p.name}.`,
    'check-missing': (p: Params) =>
      `The exercise ${p.name} has no check cell: add \`ts check=${p.name}\`.`,
    'check-twice': (p: Params) => `The exercise ${p.name} has a second check cell.`,
    'check-call': (p: Params) => `Expected the check cell to call check('${p.name}', ${p.name}).`,
    'check-without-exercise': (p: Params) => `No exercise ${p.name} stands before this check cell.`,
    'cell-too-long': (p: Params) =>
      `Expected at most ${p.most} lines in a cell. Received: ${p.got}`,
    'line-too-wide': (p: Params) =>
      `Expected at most ${p.most} columns of code. Received: ${p.got}`,
    'code-syntax': (p: Params) => `tslab could not read this: ${p.message}`,
    'needs-unknown': (p: Params) =>
      `No cell before the exercise declares ${p.name}, which it says it needs: correct the name in needs=, or move the cell that declares it up. Declared before: ${p.known}`,
    'reference-missing': (p: Params) =>
      `The lesson ${p.lesson} has exercises but no reference: ${p.message}`,
    'tests-missing': (p: Params) =>
      `The exercise ${p.name} has no ${wordsFor(seen, p.kind)} tests.`,
    'points-differ': (p: Params) =>
      `The fence of ${p.name} says ${p.fence} points, its tests add up to ${p.tests}.`,
    'mutants-missing': (p: Params) =>
      `The exercise ${p.name} needs at least ${p.least} mutants. Received: ${p.got}`,
    'variants-missing': (p: Params) =>
      `The exercise ${p.name} needs at least ${p.least} right variants. Received: ${p.got}`,
    'tests-without-exercise': (p: Params) =>
      `The reference has tests for ${p.name}, which is no exercise of the lesson.`,
    'overlay-syntax': (p: Params) => `This cannot be compiled: ${p.message}`,
    'overlay-module': (p: Params) =>
      `A private reference may import \`gradus\`, \`gradus/judge\`, \`gradus/reference/…\`, \`gradus/test-kit/…\`, Node's own modules and files beside it. Received: ${p.name}`,
    'overlay-outside': (p: Params) =>
      `This file is imported, but lies outside the private reference ${p.folder}. Copy it there.`,
    'overlay-threw': (p: Params) => `Loading this threw: ${p.message}`,
    'overlay-shape': (p: Params) =>
      `The export is not what the judge expects, at \`${p.field}\`: ${p.message}. \`autograder/reference\` shows the form.`,
    'overlay-visible': (p: Params) =>
      `Expected every test of this file to have \`visible: ${p.said}\`. Received another in "${p.name}": move the test to the other file, or change it.`,
    'overlay-lesson': (p: Params) =>
      `The course has no lesson ${p.name}, and the folder holds no lesson.md. Expected one of ${p.known}, or a lesson.md.`,
    'overlay-points': (p: Params) =>
      `The lesson says ${p.fence} points for ${p.name}, its tests add up to ${p.tests}. Give the new tests the id of those they replace, or change the points in a lesson.md of your own.`,
    'overlay-test-twice': (p: Params) =>
      `The exercise ${p.name} has two tests with the id ${p.test}. Ids are made from names: give each its own.`,
    'overlay-solution': (p: Params) =>
      `The exercise ${p.name} has no solution: export a function of this name from solution.ts.`,
    'overlay-must-pass': (p: Params) =>
      `"${p.name}" is right and must pass every test, but does not pass ${p.test}: ${p.detail} Mend the one or the other.`,
    'overlay-must-fail': (p: Params) =>
      `"${p.name}" is wrong, but passes every test of ${p.exercise}. Add a test that tells it from a right solution.`,
    'mutant-survives': (p: Params) =>
      `"${p.name}" is wrong, but passes every visible test of ${p.exercise}: ${p.tests}. ${p.hidden ? `Of the hidden ones ${p.hidden} rejects it, which no student is told. ` : ''}Add a visible test that tells it from a right solution.`,
    'overlay-test-broke': (p: Params) =>
      `"${p.name}" makes the test ${p.test} itself fail: ${p.detail} A test has a verdict on whatever it is given.`,
    'artefact-kind': (p: Params) =>
      `The lesson declares the artefact ${p.name} of kind ${p.kind}; artefacts.ts of its reference has: ${p.got}.`,
    'artefact-is-exercise': (p: Params) =>
      `${p.name} is an exercise and an artefact: give the artefact another id.`,
    'artefact-undeclared': (p: Params) =>
      `The reference scores the artefact ${p.name}, which the front matter of the lesson does not declare.`,
    'folder-differs': (p: Params) =>
      `Expected the id ${p.folder}, as the folder is called. Received: ${p.id}`,
    'link-anchor': (p: Params) =>
      `The link ${p.url} leads to no heading there. An anchor of a lesson is the heading with hyphens for spaces.`,
    'link-outside': (p: Params) =>
      `The link ${p.url} leads out of the course, where nobody else has a file. Name one of the course, or a web address.`,
    'link-undefined': (p: Params) =>
      `${p.got} is no link, for nothing defines it: write [words](address), or add the definition.`,
    'link-file': (p: Params) => `The link ${p.url} leads to no file beside the lesson.`,
    'link-address': (p: Params) =>
      `Expected an address that begins with \`https://\` or \`http://\`, or a file beside the lesson. Received: ${p.url}`,
    'picture-without-words': (p: Params) =>
      `The picture ${p.url} has no words: say what it shows between the brackets.`,
    'hints-missing': (p: Params) =>
      `The exercise ${p.name} needs at least ${p.least} folded hints. Received: ${p.got}. The last one names the calls.`,
    'hint-without-code': (p: Params) =>
      `The last hint of ${p.name} names no function: put those that the solution uses between backticks.`,
    'hint-without-call': (p: Params) =>
      `The last hint of ${p.name} names nothing that the solution calls: put at least one of these between backticks: ${p.known}.`,
    'hints-lack-calls': (p: Params) =>
      `The hints of ${p.name} name fewer than half of the ${p.all} calls that the solution needs. Not named: ${p.lacking}.`,
    'objective-test-unknown': (p: Params) =>
      `\`tested\` names ${p.name}, which is no exercise, question or artefact of the lesson. It has: ${p.known}.`,
    'objective-untested': (p: Params) =>
      `Nothing tests the objective "${p.objective}": write it as \`text\` with \`tested: [...]\`, the exercises and questions that find out, or leave it out.`,
    'lesson-words': (p: Params) =>
      `Expected from ${p.least} to ${p.most} words to read, without code and what is folded. Received: ${p.got}`,
    'statement-lines': (p: Params) =>
      `Expected at most ${p.most} lines in the statement of ${p.name}, before its signature. Received: ${p.got}`,
    'statement-words': (p: Params) =>
      `Expected at most ${p.most} words in the statement of ${p.name}, before its signature. Received: ${p.got}`,
    'glossary-differs': (p: Params) =>
      `The English of ${p.id} says "${p.english}", for which the glossary has ${p.chinese}, and the Chinese does not: use that word, or another in English.`,
    'glossary-unused': (p: Params) =>
      `No lesson uses "${p.english}" of the glossary: use it where it is meant, or take it out.`,
    'code-types': (p: Params) => `The student's compiler refuses this: ${p.message}`,
    'minutes-exceed': (p: Params) =>
      `The exercises take ${p.exercises} minutes, the lesson says ${p.lesson} in all: raise minutes.read, or make the exercises shorter.`,
    'reference-without-lesson': (p: Params) =>
      `The reference ${p.name} has no lesson: write notebooks/${p.name}/lesson.md, or remove the reference.`,
    'quiz-name': (p: Params) =>
      `Expected a name of letters and digits behind \`quiz\`, such as \`quiz firstLoss\`. Received: ${p.name}`,
    'quiz-twice': (p: Params) =>
      `Another question is called ${p.name}, on line ${p.line}: give each its own name.`,
    'quiz-same-letter': (p: Params) =>
      `The right answer of more than ${p.most} questions is ${p.letter}, so that it can be guessed: put answers in another order, in each language.`,
    'number-unknown': (p: Params) =>
      `The text shows {{${p.name}}}, which the front matter does not declare: correct the name, or declare it under \`numbers\` and record it in a cell. Declared: ${p.known}`,
    'number-undeclared': (p: Params) =>
      `This cell records ${p.name}, which the front matter does not declare: correct the name, or declare it under \`numbers\`. Declared: ${p.known}`,
    'number-unrecorded': (p: Params) =>
      `No cell records ${p.name}: import \`record\` from gradus and call record('${p.name}', …) where the value is computed, or delete the declaration.`,
    'number-unused': (p: Params) =>
      `Nothing uses ${p.name}: show it in the text as {{${p.name}}}, give it floors, make it the baseline of another number, or delete it.`,
    'number-baseline-unknown': (p: Params) =>
      `The baseline of ${p.name} must be another declared number. Declared: ${p.known}. Received: ${p.baseline}`,
    'number-no-literal': (_: Params) =>
      "Expected a name in quotation marks as the first argument, as in record('testAccuracy', …), so that it can be compared with the text.",
    'number-place': (p: Params) =>
      `A number is not filled in in a heading, in HTML or in a question. Move ${p.got} to a paragraph, a list or a table; in a folded block leave a line empty before the paragraph.`,
    'numbers-missing': (p: Params) =>
      `The lesson declares numbers, and none are recorded: run \`gradus numbers ${p.lesson}\`.`,
    'numbers-broken': (p: Params) =>
      `The numbers.json beside the lesson is not what \`gradus numbers ${p.lesson}\` writes: run it again.`,
    'numbers-stale': (p: Params) =>
      `The code of the lesson has changed since its numbers were recorded: run \`gradus numbers ${p.lesson}\`.`,
    'number-missing': (p: Params) =>
      `No value of ${p.name} is recorded: run \`gradus numbers ${p.lesson}\`.`,
    'number-floor': (p: Params) =>
      `${p.name} misses its floor (${p.mode}) on seed ${p.seed}. Expected at least as good as ${p.floor}. Received: ${p.got}. Mend the lesson and run \`gradus numbers ${p.lesson}\`.`,
    'number-baseline': (p: Params) =>
      `${p.name} does not beat its baseline ${p.baseline} on seed ${p.seed}. Expected better than ${p.other}. Received: ${p.got}. Mend the lesson and run \`gradus numbers ${p.lesson}\`.`,
    'number-differs': (p: Params) =>
      `numbers.json says that ${p.name} is ${p.kept} on seed ${p.seed}, and the lesson gives ${p.now}. Run \`gradus numbers ${p.lesson}\`; never write a number there by hand.`,
    'number-twice': (p: Params) =>
      `${p.name} is recorded twice in one run. Record it in one cell, outside of loops.`,
    'run-cell': (p: Params) =>
      `${lessonAs(p)} this cell fails: ${p.message} Run the notebook from the top in JupyterLab and mend the cell.`,
    'run-stderr': (p: Params) =>
      `${lessonAs(p)} this cell writes to stderr, which readers see in red: ${p.message} Mend what it warns of, or print with \`console.log\`.`,
    'run-aborted': (p: Params) =>
      `${lessonAs(p)} the kernel refuses to run this cell. Mend the cell before it.`,
    'run-dead': (p: Params) =>
      `${lessonAs(p)} the kernel ends in this cell: ${p.message} Take out what ends the process, or use less memory.`,
    'run-overtime': (p: Params) =>
      `${lessonAs(p)} the lesson does not run within ${p.limit} s; this cell had been at work for ${p.spent} s when they were over. Give it less data, fewer epochs or a smaller model, or end its loop.`,
    'run-lost': (p: Params) =>
      `${lessonAs(p)} this cell loses ${p.tensors === 1 ? '1 tensor' : `${p.tensors} tensors`} (${p.kb} KB): nothing disposes them and nothing holds them. Put \`tf.tidy\` around the work, or dispose them.`,
    'run-start': (p: Params) =>
      `The kernel did not start within ${p.limit} s: ${p.message} Look whether \`gradus doctor\` finds JupyterLab and the kernel, and run it when the machine has less to do.`,
    'run-process-stderr': (p: Params) =>
      `${lessonAs(p)} the kernel's process wrote to its own stderr, past every cell: ${p.message} Mend what it warns of.`,
    'run-failed': (p: Params) =>
      `${lessonAs(p)} the lesson did not run to its end: ${p.message} Look whether \`gradus doctor\` finds JupyterLab and the kernel, then run it again.`,
    'outputs-missing': (p: Params) =>
      `${p.file} does not show what this cell prints or draws: run \`gradus publish ${p.lesson}\`.`,
    'plain-front-matter': (_: Params) =>
      'Expected the second line to be `notebook: {…}`, the metadata as JSON on one line, as `gradus import` writes it.',
    'plain-cell': (_: Params) =>
      'Expected `<!-- cell: code {…} -->`, with `code`, `markdown` or `raw` and JSON on one line, as `gradus import` writes it.',
    'plain-fence': (_: Params) =>
      'Expected one fence under this line, which opens and closes with the same number of backticks, and nothing beside it.',
    'cell-mark': (p: Params) =>
      `Expected \`<!-- cell: ID -->\` with an id of at most 64 letters, digits, _ and -. Received: ${p.got}`,
    'cell-mark-alone': (p: Params) =>
      `The id ${p.id} belongs to no cell: it stands over text or over a cell that runs. Exercises, checks and questions have ids of their own.`,
    'cell-id-twice': (p: Params) =>
      `Another cell has the id ${p.id}, on line ${p.line}: give one of them another with \`<!-- cell: ID -->\`.`,
    'block-marker': (p: Params) =>
      `Expected \`<!-- block: ID HASH -->\` with eight hexadecimal digits, as \`gradus translate\` writes it. Received: ${p.got}`,
    'block-missing': (p: Params) =>
      `The block ${p.id} of lesson.md is not translated: \`gradus translate\` adds it.`,
    'block-stale': (p: Params) =>
      `The English of ${p.id} has changed since it was translated, or nobody has translated it yet: bring the text up to date, then \`gradus translate --accept ${p.id}\`.`,
    'block-unknown': (p: Params) => `The lesson has no block ${p.id} any more: delete it here.`,
    'block-twice': (p: Params) => `The block ${p.id} stands here twice.`,
    'block-lacks': (p: Params) =>
      `The block ${p.id} lacks what is the same in every language: ${p.part}`,
    'block-adds': (p: Params) =>
      `The block ${p.id} has code, a formula or an address that the English one has not: ${p.part}`,
    'block-quiz': (p: Params) =>
      `Expected the question ${p.id} as a fence of \`quiz\` with \`question\` and \`answers\`, and nothing beside it.`,
    'translation-count': (p: Params) =>
      `Expected ${p.expected} ${p.field}, as in lesson.md. Received: ${p.got}`,
    'syllabus-section': (p: Params) =>
      `The syllabus has no section \`## ${p.title}\`: add it, with what syllabus.md of this course shows under it.`,
    'syllabus-fields': (p: Params) =>
      `Expected a fence of \`yaml\` with the fields of "${p.title}" under its heading. Received: none`,
    'syllabus-heading': (p: Params) =>
      `Expected the heading to begin with ${p.number}, as the id below it does, and a title behind it. Received: ${p.title}`,
    'syllabus-table': (p: Params) =>
      `The section ${p.title} has no table with the columns ${p.columns}.`,
    'syllabus-empty': (p: Params) => `The section ${p.title} says nothing yet.`,
    'syllabus-graph': () => 'Expected a drawing as a fence of `mermaid`. Received: none',
    'syllabus-graph-line': (p: Params) =>
      `Expected modules and arrows such as \`M04 --> M05 & M06\`. Received: ${p.got}`,
    'syllabus-graph-module': (p: Params) =>
      `There is no module ${p.number}. Expected one of ${p.known}`,
    'syllabus-graph-lacks': (p: Params) =>
      `The module ${p.number} is not in the drawing: add it with an arrow from what comes before it.`,
    'syllabus-graph-circle': (p: Params) => `The arrows go in a circle: ${p.path}`,
    'syllabus-role': (p: Params) =>
      `Expected a row and a heading \`### ${p.role}\` for each role. Received none for ${p.role}.`,
    'syllabus-level': (p: Params) => `Expected one of ${p.known}. Received: ${p.got}`,
    'syllabus-reading': (p: Params) =>
      `Expected an item that begins with a link, such as \`[Title](https://…), what it is for\`. Received: ${p.got}`,
    'syllabus-module-unknown': (p: Params) =>
      `There is no module or project ${p.number}. Expected one of ${p.known}`,
    'syllabus-order': (p: Params) =>
      `Modules go by their numbers, each once: ${p.number} comes after ${p.before}.`,
    'syllabus-objectives': (p: Params) =>
      `The module ${p.title} has no objectives: add a list of what a student can do after it.`,
    'syllabus-late-rule': (p: Params) =>
      `There is no late rule ${p.late} in the front matter. Expected one of ${p.known}`,
    'syllabus-weights': (p: Params) =>
      `Expected the weights of modules, projects and capstone to add up to 100. Received: ${p.got}`,
    'syllabus-skill-missing': (p: Params) =>
      `No row of the skills names module ${p.number}: add it where it teaches something, or a row.`,
    'syllabus-path-role': (p: Params) =>
      `The path of ${p.role} has ${p.number} at its core, which is not for that role: add the role to it, or make it an elective.`,
    'syllabus-path-lacks': (p: Params) =>
      `The path of ${p.role} has ${p.after}, which wants ${p.number} before it: add it to the core, or to what is read.`,
    'syllabus-lesson-differs': (p: Params) =>
      `The lesson and the syllabus differ in ${p.field}: "${p.lesson}" here, "${p.syllabus}" there.`,
    'syllabus-lesson-missing': (p: Params) =>
      `The lesson ${p.lesson} is said to be ready, but notebooks/${p.lesson}/lesson.md does not exist.`,
    'syllabus-lesson-unlisted': (p: Params) => `The lesson ${p.lesson} is not in the syllabus.`,
  },
};
