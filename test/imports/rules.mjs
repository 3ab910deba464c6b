/**
 * dependency-cruiser: who may import whom, types included.
 *
 * The two tables are the map: a room may import itself and the rooms named behind it, nothing else.
 * A room that is new is entered here first.
 */

/**
 * A kind of import that is forbidden; `from` and `to` as dependency-cruiser has them.
 *
 * @typedef {{ name: string, comment: string, from: object, to: object }} Rule
 */

/** Tests and what only they use may import anything of the project. */
const TEST = String.raw`\.(test|fixture)\.ts$|/(sample|test-tools)[^/]*\.ts$`;

/** What a build has made, by its path or by the package's name. */
const BUILT = '^((\\.\\./)*dist|gradus|node_modules/gradus)(/|$)';

/** What every room of the library may use. */
const base = ['messages', 'runtime', 'checks', 'package-root'];

/** Models and what stands around them: all of one height, kept apart from each other by no rule. */
const families = [
  'models',
  'scratch',
  'vision',
  'nlp',
  'speech',
  'vae',
  'gan',
  'diffusion',
  'generative',
  'deep-learning',
  'explain',
  'privacy',
  'distributed',
  'conformance',
];

/** @type {Record<string, readonly string[]>} */
const library = {
  messages: [],
  checks: ['messages'],
  'package-root': [],
  runtime: ['messages', 'checks'],
  backend: base,
  nn: ['backend', ...base],
  data: ['nn', 'backend', ...base],
  ...Object.fromEntries(
    families.map((family) => [family, [...families, 'data', 'nn', 'backend', ...base]]),
  ),
  serving: [...families, 'data', 'nn', 'backend', ...base],
  plot: base,
  notebook: ['plot', 'data', 'nn', 'backend', ...base],
  // They run before anything is built or installed.
  jupyterlab: [],
  setup: ['jupyterlab'],
};

/** @type {Record<string, readonly string[]>} */
const grader = {
  judge: [],
  'test-kit': ['judge'],
  problem: [],
  // What the cells of a published notebook show.
  outputs: [],
  reference: ['test-kit', 'judge', 'problem'],
  results: ['judge'],
  gradebook: ['results', 'judge'],
  sandbox: ['results', 'judge'],
  submission: ['results', 'judge'],
  course: ['submission', 'reference', 'results', 'judge', 'problem', 'outputs'],
  report: ['results', 'judge'],
  grading: [
    'report',
    'course',
    'submission',
    'sandbox',
    'reference',
    'results',
    'judge',
    'problem',
    'outputs',
  ],
};
// What a student keeps is judged like a submission first.
grader.keep = ['grading', ...(grader.grading ?? [])];
grader.queue = ['grading', ...(grader.grading ?? [])];
grader.dashboard = ['queue', 'gradebook', ...grader.queue];
// What it gives to students it takes from the sources as files; it grades nothing.
grader.release = ['results', 'outputs'];
// A student's own files: nothing is graded.
grader.update = ['course', 'submission', 'results', 'outputs'];
grader.cli = ['release', 'keep', 'update', 'dashboard', ...grader.dashboard];

/** Files of `autograder` that are a room's, though they lie beside it: programs. */
const alsoOf = { cli: ['cli.ts', 'build-judge.ts'] };

/**
 * The files of some rooms, as a pattern.
 *
 * @param {string} top
 * @param {readonly string[]} rooms
 */
function inside(top, rooms) {
  const files = rooms.flatMap((room) =>
    top === 'autograder' && room in alsoOf ? alsoOf[/** @type {'cli'} */ (room)] : [],
  );
  return `^${top}/((${rooms.join('|')})(/|\\.ts$)|(${[...files, '-'].join('|')})$)`;
}

/**
 * @param {string} top
 * @param {Record<string, readonly string[]>} map
 * @param {Record<string, string>} [except] the files of a room that its rule leaves out
 * @returns {Rule[]}
 */
function rulesOf(top, map, except = {}) {
  const rooms = Object.entries(map).map(([room, allowed]) => ({
    name: `${top}/${room}`,
    comment: `${top}/${room} may import of ${top}: ${[room, ...allowed].join(', ')}.`,
    from: {
      path: inside(top, [room]),
      pathNot: [TEST, ...(except[room] === undefined ? [] : [except[room]])],
    },
    to: { path: `^${top}/`, pathNot: inside(top, [room, ...allowed]) },
  }));
  const known = {
    name: `${top}-rooms-are-on-the-map`,
    comment: `A folder of ${top} has its place, and what it may import, in test/imports/rules.mjs.`,
    from: {
      path: `^${top}/`,
      pathNot: [TEST, `^${top}/index\\.ts$`, inside(top, Object.keys(map))],
    },
    to: {},
  };
  return [...rooms, known];
}

/** What the sandbox takes of the judge: the protocol of values and frames, and how a process ended. */
const protocol =
  '^autograder/judge/(callback|codec|codec-types|decoder|driver|driver-callback|driver-core|encoder|ended|frame|handle-table|tensor-adapter|value)\\.ts$';

/** Never in a process with student code: how answers are compared, what is expected, the tests. */
const judging =
  '^autograder/(reference|course|grading|judge/(artefact|check-model|compare|context|expectations|guess|likely|make-tensor|model-output|predictions|recorded|reference|runner|test|tolerance)[^/]*\\.ts$)';

/** What is read of a folder: what fixtures hold is data. */
export const options = {
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules|^dist/' },
  exclude: { path: '(^|/)fixtures/|^test/example-class/submissions/' },
};

/** @type {Rule[]} */
export const rules = [
  ...rulesOf('src', library, {
    // `gradus/plot` has always had the live chart and the mime bundle among its public names.
    plot: '^src/plot/index\\.ts$',
  }),
  ...rulesOf('autograder', grader),
  {
    name: 'library-knows-no-grader',
    comment:
      'src never imports autograder: src/notebook/judge-package.ts reaches the judge by name, at run time.',
    from: { path: '^src/' },
    to: { path: '^autograder/' },
  },
  {
    name: 'not-by-its-own-name',
    comment: 'Inside the project a file is imported by its path: a name would mean the build.',
    from: { path: '^(src|autograder)/' },
    to: { path: BUILT },
  },
  {
    name: 'plot-shows-nothing-but-by-its-face',
    comment: 'Only src/plot/index.ts names what the notebook has of charts, and only this.',
    from: { path: '^src/plot/index\\.ts$' },
    to: { path: '^src/', pathNot: '^src/plot/|^src/notebook/(figure-bundle|live-chart)\\.ts$' },
  },
  {
    name: 'set-up-stands-alone',
    comment: 'The set-up is never built: what is built cannot import it.',
    from: { path: '^autograder/', pathNot: TEST },
    to: { path: '^src/(setup|jupyterlab)/' },
  },
  {
    name: 'sandbox-judges-nothing',
    comment:
      'The sandbox runs code and hands back values and how it ended: it takes the protocol of the judge, and of verdicts the type alone.',
    from: {
      path: '^autograder/sandbox/',
      pathNot: TEST,
    },
    to: { path: '^autograder/judge/', pathNot: [protocol, '^autograder/judge/verdict\\.ts$'] },
  },
  {
    name: 'sandbox-makes-no-verdict',
    comment: 'What a verdict is called is a type for the sandbox, never a value.',
    from: { path: '^autograder/sandbox/', pathNot: TEST },
    to: {
      path: '^autograder/judge/verdict\\.ts$',
      dependencyTypesNot: ['type-only', 'type-import'],
    },
  },
  {
    name: 'driver-reaches-no-test',
    comment:
      'What runs beside student code never reaches, over however many files, a comparison, a test or a solution.',
    from: { path: '^autograder/sandbox/driver-main\\.ts$' },
    to: { path: judging, reachable: true },
  },
  {
    name: 'sources-import-no-test',
    comment: 'What is built uses no test, no fixture and no tool of tests.',
    from: { path: '^(src|autograder)/', pathNot: TEST },
    to: { path: [TEST, '^test/'] },
  },
  {
    name: 'no-circle',
    comment: 'What two files need of each other stands in a third. Types count.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-is-found',
    comment: 'No rule sees what an import that leads nowhere would mean.',
    from: {},
    to: { couldNotResolve: true, pathNot: BUILT },
  },
];
