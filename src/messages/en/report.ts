type N = { n: number };

/** What stands on the reports: pages, table in the terminal, progress. */
export const report = {
  classTitle: (p: { lesson: string }) => `Class report: ${p.lesson}`,
  studentTitle: (p: { student: string; lesson: string }) => `${p.student}: ${p.lesson}`,
  unsafe:
    'Graded without a sandbox (--unsafe-no-sandbox): the submitted code ran with all the rights of the grader and could have changed these results. Do not count them.',
  plainUid:
    'Graded without namespaces (plain-uid): submitted code ran as a user of its own in a folder of its own, without sockets and one submission at a time, but it shared the system’s process numbers with this machine. Where another sandbox works, its walls are stronger.',
  graderFailedStudent:
    'The grader itself failed on this submission. That is not your mistake: your instructor sees the reason and will grade it again.',
  graderFailed: (p: { reason: string }) => `The grader itself failed here: ${p.reason}`,
  student: 'student',
  total: 'total',
  mean: 'mean',
  remarks: 'remarks',
  points: (p: { score: string; points: string }) => `${p.score} of ${p.points} points`,
  submissions: ({ n }: N) => (n === 1 ? '1 submission' : `${n} submissions`),
  lesson: 'lesson',
  version: 'version',
  grader: 'grader',
  reference: 'reference',
  seed: 'seed id',
  sandbox: 'sandbox',
  limits: 'limits',
  file: 'file',
  submissionHash: 'submission',
  attempt: 'attempt',
  notices: 'Notices',
  output: 'What the code printed',
  test: 'test',
  kind: 'looks at',
  verdict: 'verdict',
  pointsHead: 'points',
  why: 'why',
  expected: 'expected',
  got: 'got',
  firstAt: 'first difference at',
  maxError: 'largest difference',
  where: 'where',
  guess: 'probably',
  hint: 'hint',
  input: 'input',
  inputCode: 'the last call, as code for a cell',
  hidden: 'hidden',
  category: (p: { kind: string }) => `looks at: ${p.kind}`,
  hiddenPassed: 'passed',
  hiddenNotPassed: 'did not pass',
  hiddenNote:
    'Hidden tests run your function on inputs that differ for every student. Of a hidden test you see what it looks at and its points, nothing else.',
  matrix: 'Points',
  tests: 'Tests',
  passedBy: 'passed by',
  passedCount: (p: { passed: number; total: number }) => `${p.passed} of ${p.total}`,
  legend: 'Marks: one for each test, hidden ones after the bar.',
  notGraded: 'not graded',
  backToClass: 'All students',
  forInstructors: 'For instructors: this page shows hidden tests. Do not send it to students.',
  /** How student code was held, on the page of the class; names of programs stand as they are. */
  walls: {
    none: () => 'no isolation',
    plainUid: () => 'a uid of its own, chroot, setpriv (util-linux), seccomp without sockets',
    together: (p: Record<'walls' | 'limits', string>) => `${p.walls}; ${p.limits}`,
    byPolling: () => 'limits by polling /proc',
    byEngine: () => 'limits by the engine and polling /proc',
    byCgroup: (p: Record<'version', number>) => `limits by cgroup v${p.version}`,
  },
  limitNames: {
    cpuMs: 'processor ms',
    loadMs: 'start ms',
    memoryMb: 'memory MB',
    processes: 'processes',
    outputKb: 'output KB',
    diskMb: 'scratch MB',
  } as Readonly<Record<string, string>>,
  verdictCount: (p: { n: number; verdict: string }) => `${p.n} ${p.verdict}`,
  progressBar: 'grading',
  progressLine: (p: {
    done: number;
    total: number;
    student: string;
    score: string;
    points: string;
  }) => `${p.done}/${p.total} ${p.student}: ${p.score} of ${p.points}`,
  progressFailed: (p: { done: number; total: number; student: string }) =>
    `${p.done}/${p.total} ${p.student}: the grader failed`,
};
