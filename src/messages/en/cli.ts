import { type Params, wordsFor } from '../params.js';
import { noNotebook, whyNoNotebook } from './broken-notebook.js';

const near = (p: Params): string => (p.near ? ` Did you mean ${p.near}?` : '');

/** Why an archive was not read. */
const archiveReasons: Readonly<Record<string, string>> = {
  'no-zip': 'it is not a whole zip',
  link: 'it is a link',
  unreadable: 'it cannot be opened',
  'hard-link': "it is a hard link to another user's file",
  'too-large': 'it is larger than 512 MB',
  'too-many-entries': 'it has more than 20,000 entries',
  'unpacks-too-large':
    'it unpacks to more than 16 GB of notebooks, or as a tarball to more than 1 GB',
  'no-tar': 'it is not a whole tar or tar.gz archive',
  empty: 'it is empty',
  rar: 'it is a RAR archive',
  'seven-zip': 'it is a 7z archive',
  xz: 'it is an xz archive',
  bzip2: 'it is a bzip2 archive',
};

/** By what a grading was judged. */
const rules = {
  'grader-version': 'grader version',
  lesson: 'lesson',
  'lesson-version': 'lesson version',
  reference: 'reference',
  secret: 'secret',
  sandbox: 'sandbox',
};

/** The `gradus` command: help, answers and errors. Errors say given, expected, remedy. */
export const cli = {
  about: 'Grades submissions of the gradus course, where student code cannot reach the judge.',
  headings: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
  } as Readonly<Record<string, string>>,
  commands: {
    grade: 'grade a class; without a folder, the bundled example class',
    explain: 'show one exercise, or one test, of one student in full',
    check: 'run the visible tests of a notebook, as `check` does in JupyterLab',
    keep: 'keep passed exercises of a notebook in your own package, for later lessons',
    secret: 'make the class secret, from which hidden inputs are drawn',
    build: 'compile every lesson.md to its notebook',
    run: 'run lessons in the kernel, solved and as they are handed out: errors, stderr, lost tensors, time',
    numbers: 'run a lesson with its solutions and record the numbers that its text shows',
    publish: 'record the numbers of lessons and write the notebooks with what their cells show',
    import: 'turn an edited notebook back into Markdown',
    lint: 'check the syllabus and the lessons against the rules of the course',
    translate: 'add to a lesson.zh.md what lesson.md has, and name what has changed',
    verify:
      'check what tests promise: solutions and variants pass, mutants do not; of a lesson, of all, or of a private reference',
    update: 'bring a newer edition of the lessons into a workspace; answers stay',
    release:
      'write the bundles for students and instructors, the former proved to hold no solution',
    mutate: 'change the solutions of a lesson in small ways, and name what no test rejects',
    data: 'list the data sets, show the card of one, or download it',
    doctor: 'say what works on this machine, and how to mend what does not',
    setup: 'build the faster backend `tensorflow`, and in a clone install JupyterLab',
    help: 'show help for a command',
  },
  args: {
    action: '`list`, `card` or `download`',
    dataset: 'the data set, for `card` and `download`',
    folder:
      'the class: a folder with one folder for each student, a download of Canvas, Moodle, Blackboard or Gradescope, a zip or tar.gz of either, or one notebook; or a folder with such a class for each lesson, named as the lesson',
    student: "the student's folder name",
    exercise: 'an exercise, or an exercise and a test: softmax/rows-sum-to-one',
    toUpdate:
      'the workspace, or a notebook; default: this folder where it holds lessons, else that of `npm start`',
    toImport: 'the notebook (.ipynb)',
    markdown:
      'a Markdown file that `gradus import` made of some notebook: only this becomes a notebook',
    notebook: 'the notebooks to check, or folders that hold them',
    toKeepFrom: 'the notebook (.ipynb), saved',
    toKeep: 'exercises; default: all that are solved',
    lesson: "the lesson's folder name",
  },
  options: {
    mirror:
      "base of a mirror (`file:`, `http:` or `https:`), tried before the makers' addresses; default: GRADUS_DATASET_MIRROR",
    cache: 'folder of the downloads; default: `~/.cache/gradus/datasets`',
    only: 'grade only this student or this exercise (repeatable)',
    onlyExercise: 'check only this exercise (repeatable)',
    out: 'folder of the results and reports; default: results; of several lessons each goes into a folder in it, named as the lesson',
    updateFrom:
      'bundle with the newer edition: a folder, zip or tar.gz; default: what is installed',
    dryRun: 'write nothing; say what would be done',
    releaseIn: 'folder of the bundles; default: release',
    resultsIn: 'folder of the results; default: results',
    sandbox:
      'how student code is walled off: auto (default), bubblewrap, unshare, podman, docker or plain-uid',
    unsafe: 'run student code without walls; for debugging only',
    jobs: 'sandboxes at the same time; default: one for each core',
    isolate:
      'submission (default): exercises share a sandbox, what does not pass there runs alone; exercise: each runs alone at once',
    secret: 'file with the class secret; default: ~/.config/gradus/class.key',
    lang: 'language of messages and reports: en (default) or zh',
    lesson:
      'folder name of the lesson, the only one to grade or check; default: what the notebooks and folders say',
    lessonOfResults: 'folder name of the lesson, where several have this exercise',
    importedTo: 'the Markdown file; default: beside the notebook, `lesson.md` for a lesson',
    accept: 'blocks whose translation is up to date again; `all` for every one',
    reference:
      'folder with exercises, tests and solutions of your own, laid over those of the course',
    watch: 'go on: compile a lesson each time its text is saved, until Ctrl-C',
    solved: 'only with the solutions put in: one seed, at most 45 s',
    unsolved: 'only as it is handed out: two steps a training, at most 15 s',
    seeds: 'seeds to run the lesson on, in this order; default: 1,2,3',
    fast: 'write nothing: run the first seed alone, at most 45 s, hold it to the floor `fast`, and compare it with what is recorded',
    check: 'write nothing; fail when a notebook is not what its lesson.md gives',
    sample: 'judge only so many mutants of each exercise, drawn at random; default: all',
    sampleSeed: 'draws the sample; default: 0',
    version: 'show the version',
    help: 'show this help',
  },
  /** What `npm start`, `npm test` and `npm run build` show for `--help`: options as in Commander's help. */
  scripts: {
    start: {
      usage: 'npm start -- [options] [-- words for jupyter lab]',
      about: 'Copies the lessons into a workspace, once, and opens JupyterLab on it.',
      options: {
        '--workspace <folder>':
          'the workspace; default: ~/gradus; in a student bundle, its `lessons`',
        '--port <n>': 'port of the server, 1 to 65535; default: the first free one from 8888 on',
        '--no-browser': 'open no browser; the address is shown',
        '--lang <language>': 'language of lessons and messages: en (default) or zh',
      },
    },
    test: {
      usage: 'npm test -- [options] [files] [-- words for vitest]',
      about: 'Sets up what it can and runs the tests; what cannot be had is skipped and listed.',
      options: {
        '-t, --testNamePattern <pattern>': 'only tests whose name matches',
        '--bail <n>': 'stop after so many failures',
        '--reporter <name>': 'how results are shown',
        '-u, --update': 'write snapshots anew',
      },
    },
    build: {
      usage: 'npm run build',
      about: "Makes dist/, the compiled lessons and the student's package; nothing if up to date.",
      options: {},
    },
  },
  /** What `npm start` says of the lessons in a workspace. */
  workspace: {
    copied: (p: Params) => `${p.lesson}: copied to ${p.workspace}`,
    changed: (p: Params) =>
      `${p.lesson}: the course has a newer version; yours is kept. Rename your copy to get it.`,
    notTranslated: (p: Params) => `${p.lesson}: not translated yet, so it is in English.`,
    otherLanguage: (p: Params) =>
      `${p.lesson}: yours is in Chinese and is kept. To have it in English too, rename your \`lesson.ipynb\` and start again.`,
    linkTaken: (p: Params) =>
      `${p.link} is not a link to gradus; move it away if notebooks do not find gradus.`,
    noPage: (p: Params) => `The page of the course could not be written: ${p.reason}`,
  },
  exampleClass:
    'The bundled example class. Its class secret is public, so its hidden inputs are no secret.',
  graded: (p: { n: number; seconds: string }) =>
    `${p.n === 1 ? '1 submission' : `${p.n} submissions`} graded in ${p.seconds} s.`,
  severalLessons: (p: { n: number; list: string }) =>
    `The class holds ${p.n} lessons: ${p.list}. Each has its own results; \`--lesson\` grades only one.`,
  lessonNotGraded: (p: { lesson: string; problems: string }) =>
    `lesson ${p.lesson} was not graded, and its earlier results stay as they were. Mend these places, then grade it with \`--lesson ${p.lesson}\`:\n${p.problems}`,
  reports: (p: { instructor: string; student: string; results: string }) =>
    `For you: ${p.instructor} and ${p.results}\nFor students: ${p.student}`,
  graderFailed: (p: { student: string; reason: string }) =>
    `The grader itself failed on ${p.student}: ${p.reason}`,
  secretMade: (p: { path: string; seedId: string }) =>
    `Made the class secret ${p.path} (seed id ${p.seedId}). Keep a copy in a safe place: only with it does a regrade draw the same hidden inputs.`,
  checked: (p: {
    passed: number;
    total: number;
    score: string;
    points: string;
    /** Points of hidden tests, which are not run here. */
    hidden: string;
  }) =>
    `${p.passed} of ${p.total} visible tests passed: ${p.score} of ${p.points} points.${p.hidden === '0' ? '' : ` Hidden tests give ${p.hidden} more when you hand in.`}`,
  built: (p: { file: string }) => `wrote ${p.file}`,
  upToDate: (p: { n: number }) =>
    p.n === 1 ? '1 lesson is up to date.' : `${p.n} lessons are up to date.`,
  linted: (p: { n: number }) => `${p.n} ${p.n === 1 ? 'lesson keeps' : 'lessons keep'} the rules.`,
  watching: 'Waiting for a lesson.md or lesson.zh.md to be saved. Ctrl-C ends.',
  watched: (p: { lesson: string; written: number; problems: number; milliseconds: number }) =>
    `${p.lesson}: ${p.problems === 0 ? '' : `${p.problems === 1 ? '1 problem' : `${p.problems} problems`}, `}${p.written === 0 ? 'nothing' : p.written === 1 ? '1 notebook' : `${p.written} notebooks`} written (${p.milliseconds} ms)`,
  stale: (p: { file: string }) =>
    `${p.file} is not what its lesson.md gives. Run \`gradus build\` and commit the notebook.`,
  verified: (p: {
    lesson: string;
    exercise: string;
    tests: number;
    mutants: number;
    variants: number;
  }) => `${p.lesson} ${p.exercise}: ${p.tests} tests, ${p.mutants} mutants, ${p.variants} variants`,
  numbersRan: (p: { lesson: string; seed: number; seconds: string }) =>
    `${p.lesson}: seed ${p.seed} ran in ${p.seconds} s`,
  numbersKept: (p: { lesson: string; seed: number; seconds: string }) =>
    `${p.lesson}: seed ${p.seed} ran before, in ${p.seconds} s, with the same code, solutions and library`,
  numbersNone: (p: Params) => `${p.lesson} declares no numbers: it ran, and nothing is recorded.`,
  numbersHold: (p: Params) => `${p.lesson}: every number holds.`,
  ranSolved: (p: Params) => `${p.lesson}: solved, it ran in ${p.seconds} s`,
  ranUnsolved: (p: Params) => `${p.lesson}: as it is handed out, it ran in ${p.seconds} s`,
  runSlowMachine: (p: Params) =>
    `This machine takes ${p.times} times as long as that for which ${p.usualSolved} and ${p.usualUnsolved} s hold: a lesson may take ${p.solved} s solved and ${p.unsolved} s as it is handed out.`,
  runsClean: (p: { n: number }) =>
    p.n === 1 ? '1 lesson runs as it should.' : `${p.n} lessons run as they should.`,
  notTranslatedRun: (p: Params) => `${p.lesson}: not translated yet, so it did not run.`,
  published: (p: Params) => `wrote ${p.file} with its outputs (${p.kb} KB)`,
  publishedLarge: (p: Params) =>
    `${p.file} is larger than ${p.most} KB. Draw fewer points or pictures, and publish it again.`,
  blockAdded: (p: Params) => `${p.file}: ${p.id} was added, to be translated.`,
  blockStale: (p: Params) =>
    `${p.file}: the English of ${p.id} has changed, or it is not translated yet.`,
  translated: (p: Params) => `${p.file} is up to date.`,
  update: {
    file: (p: Params) => `${p.file}: ${p.sentence}`,
    updated: (p: { answers: number; own: number }) =>
      `up to date now; ${p.answers === 1 ? '1 answer' : `${p.answers} answers`} and ${p.own === 1 ? '1 other cell' : `${p.own} other cells`} of yours were kept.`,
    wouldUpdate: (p: { answers: number; own: number }) =>
      `would be brought up to date; ${p.answers === 1 ? '1 answer' : `${p.answers} answers`} and ${p.own === 1 ? '1 other cell' : `${p.own} other cells`} of yours would be kept.`,
    new: () => 'new.',
    wouldNew: () => 'would be new.',
    replaced: () => 'a newer one took its place.',
    wouldReplaced: () => 'a newer one would take its place.',
    refused: (p: Params) => `left as it is: ${whyNoNotebook(p) ?? p.reason}.`,
    'changed-meanwhile': () =>
      'left as it is, for it was saved just now. Close it in JupyterLab, then update again.',
    'no-edition': () => 'left as it is, for the newer course has not this lesson in its language.',
    current: (p: { n: number }) =>
      `${p.n === 1 ? '1 notebook was' : `${p.n} notebooks were`} up to date already.`,
    none: (p: Params) => `${p.folder} holds no notebook of the course.`,
    backup: (p: Params) => `What was there before lies in ${p.folder}.`,
    reload: () =>
      'A notebook that is open in JupyterLab: File, Reload Notebook from Disk, before you go on.',
    changes: {
      conflict: (p: Params) =>
        `${p.cell} was handed out anew: your code stayed, and the new text stands above it. Bring over what you need.`,
      'removed-kept': (p: Params) =>
        `${p.cell} is no exercise of the lesson any more: your answer stayed as a cell of your own.`,
      renamed: (p: Params) =>
        `${p.cell} is the new name of an exercise: a line at the end of your answer gives it that name.`,
      'edited-kept': (p: Params) =>
        `${p.cell} is gone from the lesson: you had edited it, and it stayed as a cell of your own.`,
      'text-kept': (p: Params) =>
        `${p.cell} has a new text, and you had edited the old one: yours stands below it.`,
      'question-changed': (p: Params) =>
        `the question ${p.cell} was changed: your answer stayed. Read it again.`,
    },
  },
  released: (p: { path: string; files: number }) =>
    `wrote ${p.path}, with ${p.path}.tar.gz and .zip beside it (${p.files} files)`,
  releaseClean: (p: { texts: number }) =>
    `${p.texts} texts of the student bundle were read, archives and encodings included: none holds a part of a solution, hidden test, mutant or variant.`,
  releaseFinding: (p: { where: string; file: string; name: string; excerpt: string }) =>
    `${p.where}: holds a part of ${p.name} of ${p.file}, which students must not have: ${p.excerpt}`,
  releaseRefused: (p: { n: number }) =>
    `nothing was written: ${p.n === 1 ? '1 place' : `${p.n} places`} in the student bundle must be mended first. Take the text out of its source, run \`npm run build\`, then \`gradus release\` again.`,
  notTaken: {
    generated: (p: Params) =>
      `${p.id}: this text is made from the front matter or from the words of a fence; it was left as it is. Edit it in the Markdown.`,
    quiz: (p: Params) =>
      `${p.id}: the question was left as it is, for its answers are not as many as before. Edit its fence in the Markdown.`,
    'quiz-half': (p: Params) =>
      `${p.id}: half of a question was deleted; the question was kept. Delete its fence in the Markdown.`,
    raw: (p: Params) => `${p.id}: a raw cell has no place in a lesson; it was left out.`,
    attachments: (p: Params) =>
      `${p.id}: its attached pictures were left out. Put them beside the lesson as files.`,
    chinese: (p: Params) =>
      `${p.id}: left as it is, for code and the order of cells stand in lesson.md alone. Edit them there.`,
  },
  verifiedLesson: (p: { lesson: string; seconds: string; problems: number }) =>
    `${p.lesson}: ${p.problems === 0 ? 'everything holds' : p.problems === 1 ? '1 problem' : `${p.problems} problems`} (${p.seconds} s)`,
  verifiedAll: 'Every solution and variant passes, and every mutant is rejected.',
  error: (p: { sentence: string }) => `gradus: ${p.sentence}`,
  /** Why no sandbox of a kind can be made, after its name. */
  probes: {
    missing: (p: Params) => `${p.names} not installed`,
    notRoot: () => 'the grader is not root',
    systemCalls: (p: Params) => `the system calls of ${p.machine} are not known`,
    noUid: () => 'this container maps no uid to spare',
    noChroot: () => 'chroot is not permitted here, so student code would see files of this machine',
    silent: (p: Params) => `no answer (${p.code})`,
    noAnswer: () => 'it does not answer',
  },
  errors: {
    'no-jupyter': (p: Params) =>
      `a lesson runs in the kernel of JupyterLab, which is not installed at ${p.path}. Run \`gradus setup\` in a clone of the project.`,
    'unknown-dataset': (p: Params) =>
      `there is no data set ${p.name}.${near(p)} Expected one of: ${p.known}.`,
    'folder-missing': (p: Params) =>
      `there is no folder ${p.folder}. Expected a folder with one folder for each student. Check the path; without a folder the bundled example class is graded.`,
    'not-a-folder': (p: Params) =>
      `${p.folder} is neither a folder nor an archive nor a notebook. Expected a folder with one folder for each student, a zip or tar.gz of it, or a file that ends in .ipynb.`,
    'class-stopped': (p: Params) =>
      `${p.folder} could not be listed: that ${p.reason === 'time' ? `took more than ${p.limit} seconds` : p.reason === 'memory' ? `needed more than ${p.limit} MB of memory` : 'ended the process that read it'}. Expected a folder or an archive of one class. Check that its disk answers, or unpack the archive and give the folder.`,
    'no-students': (p: Params) =>
      `${p.folder} holds no submissions. Expected a folder for each student, each with their notebook, or a download of Canvas, Moodle, Blackboard or Gradescope.`,
    'archive-refused': (p: Params) =>
      `${p.file} was not read as an archive (${archiveReasons[`${p.reason}`] ?? p.reason}). Unpack it yourself and give the folder.`,
    'several-assignments': (p: Params) =>
      `several assignments (${p.known}) are of one lesson, which has one result for each student. Name one of them with --lesson where it is called as a lesson, or give a folder that holds only one.`,
    'several-lessons': (p: Params) =>
      `the class holds several lessons (${p.known}). Name one of them.`,
    'several-results': (p: Params) =>
      `${p.student} has an exercise ${p.name} in several lessons (${p.known}). Name one of them with --lesson.`,
    'out-inside-class': (p: Params) =>
      `the results would go to ${p.out}, inside the class's folder ${p.folder}, where they would count as a student. Give another place with --out.`,
    'out-not-a-folder': (p: Params) =>
      `${p.out} is a file. Expected a folder for the results, which is made when it is not there. Give another place with --out.`,
    'unknown-only': (p: Params) =>
      `--only ${p.name} is neither a student nor an exercise of this class.${near(p)}`,
    'unreadable-notebook': (p: Params) => `the file ${noNotebook(p)}`,
    'unknown-lesson': (p: Params) =>
      p.lesson
        ? `there is no lesson ${p.lesson}. Expected one of ${p.known}.`
        : `the notebooks do not say which lesson they are. Name it with --lesson; expected one of ${p.known}.`,
    'secret-missing': (p: Params) =>
      `there is no class secret at ${p.path}. Hidden inputs are drawn from it. Make it once with \`gradus secret\`, or name yours with --secret.`,
    'secret-open': (p: Params) =>
      `others on this machine may read the class secret ${p.path} (mode ${p.mode}). Expected mode 600. Run \`chmod 600 ${p.path}\`; if others could have read it, make a new one.`,
    'secret-malformed': (p: Params) =>
      `${p.path} holds no class secret. Expected 64 or more hexadecimal digits, as \`gradus secret\` writes them.`,
    'secret-inside': (p: Params) =>
      `the class secret would lie in the project (${p.path}), which is copied and committed. Give a place outside ${p.root}.`,
    'secret-exists': (p: Params) =>
      `there is a class secret at ${p.path} already, and it was left as it is: with another one, hidden inputs would change. Move it away first if you do want a new one.`,
    'no-results': (p: Params) =>
      `there is no ${p.path}. Run \`gradus grade\` first, or say with --out where its results are.`,
    'results-unreadable': (p: Params) =>
      `${p.path} is not a record that gradus wrote (${p.detail}). Grade the class again.`,
    'results-version': (p: Params) =>
      `${p.path} has schema version ${p.got}; this gradus reads version ${p.expected}. Grade the class again, or use the gradus that wrote it.`,
    'other-rules': (p: Params) =>
      `the results already there were judged by other rules (${wordsFor(rules, p.key)}: ${p.before}, now ${p.now}), so a part graded now may not stand among them. Grade the whole class, or give another place with --out.`,
    'unknown-student': (p: Params) => `the results hold no student ${p.name}.${near(p)}`,
    'unknown-exercise': (p: Params) =>
      `the results of ${p.student} hold no exercise ${p.name}.${near(p)}`,
    'unknown-test': (p: Params) => `exercise ${p.exercise} has no test ${p.name}.${near(p)}`,
    'notebook-missing': (p: Params) =>
      `there is no file ${p.file}. Expected the path of a notebook (.ipynb).`,
    'not-a-notebook': (p: Params) =>
      `${p.file} is no notebook. Expected a file that ends in .ipynb, or a folder that holds one.`,
    'no-notebooks': (p: Params) =>
      `${p.folder} holds no notebook (.ipynb), nor do the folders in it. Give the folder of your lessons, or the notebook itself.`,
    'too-many-notebooks': (p: Params) =>
      `${p.n} notebooks were found. At most ${p.most} are checked at once. Give the folder of your lessons, or the notebooks themselves.`,
    'no-reference-here': () =>
      'the published package holds no solutions and no hidden tests, so it grades no class. Grade from the repository of the course, or give the folder of your own reference: `gradus grade FOLDER --reference REFERENCE`.',
    'release-repository-only': () =>
      'bundles are made in a clone of the repository of the course, with git. Here there is none.',
    'update-nothing': (p: Params) =>
      `${p.path} holds no lessons. Expected a student bundle: its folder, zip or tar.gz.`,
    'release-in-the-way': (p: Params) =>
      `${p.path} is there already and is no bundle that gradus wrote. Move it away, or give another place with --out.`,
    'repository-only': () =>
      'the lessons are compiled in the repository of the course. Here only your own are: `gradus build --reference REFERENCE`.',
    'watch-alone': () =>
      '`--watch` goes with neither `--check` nor `--reference`: it writes the lessons of the course. Leave the other out.',
    'not-importable': (p: Params) =>
      `${p.file} cannot be read as a notebook: ${whyNoNotebook(p) ?? p.reason}.`,
    'import-over': (p: Params) =>
      `${p.file} is there already and is not what \`gradus import\` wrote, nor the lesson of this notebook. Give another file with --out.`,
    'path-refused': (p: Params) =>
      `${p.path} cannot be used (${p.detail}). Check the path, and whether you may read or write there.`,
    'out-of-room': (p: Params) =>
      `this machine has no room left (${p.detail}) ${p.path}. Free disk space or close programs, then run the command again.`,
    'keep-no-home': (p: Params) =>
      `${p.folder} lies in no folder of lessons: neither it nor a folder above has gradus in it. Keep from the notebook that you work in, in the folder that \`npm start\` made or where \`npm install\` put gradus.`,
    'keep-unknown-exercise': (p: Params) =>
      `${p.name} is no exercise of this notebook.${near(p)} Its exercises: ${p.known}.`,
    'keep-in-the-way': (p: Params) =>
      `${p.path} is there already and is not what gradus wrote. Move it away or rename it.`,
    'unknown-only-exercise': (p: Params) =>
      `--only ${p.name} is no exercise of this notebook.${near(p)} Its exercises: ${p.exercises}.`,
    'unknown-option': (p: Params) =>
      `there is no option ${p.option}.${near(p)} \`gradus --help\` lists them.`,
    'unknown-command': (p: Params) =>
      `there is no command ${p.name}.${near(p)} \`gradus --help\` lists them.`,
    'missing-argument': (p: Params) =>
      `the argument <${p.name}> is missing. \`gradus --help\` shows how to call it.`,
    'missing-value': (p: Params) => `option ${p.option} needs a value.`,
    'bad-arguments': (p: Params) =>
      `the command was called wrongly (${p.detail}). \`gradus --help\` shows how to call it.`,
    'too-many-arguments': () =>
      'there are more arguments than expected. Put a path with spaces in quotes.',
    'bad-value': (p: Params) => `${p.option} was ${p.got}. Expected ${p.expected}.`,
    'sandbox-and-unsafe': () =>
      '--sandbox and --unsafe-no-sandbox contradict each other. Give one of them.',
    'sandbox-unavailable': (p: Params) =>
      `student code cannot be walled off on this machine (${p.detail}). \`gradus doctor\` says what is missing.`,
    'cannot-write': (p: Params) =>
      `${p.path} cannot be written (${p.detail}). Give another place, or change who may write there.`,
    'course-invalid': (p: Params) =>
      `the course cannot be read. \`gradus build\` says the same:\n${p.problems}`,
    'reference-missing': (p: Params) =>
      `there is no folder ${p.folder} with a private reference. Check the path after --reference.`,
    'reference-empty': (p: Params) =>
      `${p.folder} holds no private reference. Expected folders named as lessons, with visible.ts, hidden.ts, solution.ts or a lesson.md in them.`,
    'reference-invalid': (p: Params) => `the private reference cannot be used:\n${p.problems}`,
    bug: (p: Params) =>
      `the grader itself failed: ${p.message}. Run again with GRADUS_DEBUG=1 to see where.`,
  },
};
