/** The table of points in the terminal, and one test in full. */
import type { Messages } from '../../src/messages/index.js';
import {
  guessSentence,
  hintFits,
  issueSentence,
  noticeSentence,
} from '../../src/messages/sentences.js';
import { wordsIn } from '../../src/messages/text.js';
import { verdicts } from '../judge/verdict.js';
import { oneLine, plainText, terminalText } from '../results/plain-text.js';
import type {
  ExerciseResult,
  NoticeRecord,
  Results,
  StudentResult,
  TestOutcome,
} from '../results/results.js';
import { indexText, kindText, marks, maxErrorText, pointsText } from './parts.js';

/** Cells that a terminal gives a character: two for East Asian wide ones, none for marks on others. */
function width(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    const wide =
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
    cells += wide.test(character) ? 2 : 1;
  }
  return cells;
}

const pad = (text: string, cells: number): string => text + ' '.repeat(cells - width(text));
const padStart = (text: string, cells: number): string => ' '.repeat(cells - width(text)) + text;

/** Rows as columns; the first and the last column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => width(row[i] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 || i === columns - 1 ? pad : padStart)(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const fraction = (score: number, points: number): string =>
  `${pointsText(score)}/${pointsText(points)}`;

/** Verdicts other than `passed` with their number, the grader's own failure first. */
function remarks(m: Messages, student: StudentResult): string {
  if (student.graderFailure !== undefined) {
    return oneLine(m.report.graderFailed({ reason: student.graderFailure }));
  }
  const tests = student.exercises.flatMap((e) => e.tests);
  const counts = verdicts
    .filter((v) => v !== 'passed')
    .map((v) => ({ verdict: v, n: tests.filter((t) => t.verdict === v).length }))
    .filter(({ n }) => n > 0)
    .map(({ verdict, n }) => m.report.verdictCount({ n, verdict: m.judge.verdicts[verdict] }));
  return counts.join(', ');
}

/** Student × exercise with the total and what did not pass. */
export function pointsTable(m: Messages, results: Results): string {
  const { lesson } = results;
  const head = [
    m.report.student,
    ...lesson.exercises.map((e) => e.exercise),
    m.report.total,
    m.report.remarks,
  ];
  const rows = results.students.map((student) => [
    terminalText(oneLine(student.student)),
    ...lesson.exercises.map(({ exercise }) => {
      const e = student.exercises.find((x) => x.exercise === exercise);
      return e === undefined ? '–' : fraction(e.score, e.points);
    }),
    student.graderFailure === undefined ? fraction(student.score, student.points) : '?',
    remarks(m, student),
  ]);
  return terminalText(table([head, ...rows]));
}

function noticeLine(m: Messages, notice: NoticeRecord): string {
  const place = notice.place ? ` (${m.judge.place({ ...notice.place })})` : '';
  return `${noticeSentence(m, notice)}${place}`;
}

function explainTest(m: Messages, test: TestOutcome): string {
  const { report: r } = m;
  const { issue } = test;
  const tags = [kindText(m, test.kind), ...(test.visible ? [] : [r.hidden])].join(', ');
  const lines = [
    `${marks[test.verdict]} ${test.id}  ${m.judge.verdicts[test.verdict]}  ${fraction(test.score, test.points)}  (${tags})`,
    `  ${wordsIn(test.name, m.language)}`,
  ];
  const detail = (name: string, value: string | undefined): void => {
    if (value !== undefined) lines.push(`  ${name}: ${value}`);
  };
  if (issue) {
    lines.push(`  ${plainText(issueSentence(m, issue)).replaceAll('\n', '\n  ')}`);
    detail(r.expected, issue.expected);
    detail(r.got, issue.got);
    detail(r.firstAt, indexText(issue));
    detail(r.maxError, maxErrorText(issue));
    const guess = guessSentence(m, issue);
    detail(r.guess, guess && plainText(guess));
    detail(r.where, issue.place && m.judge.place({ ...issue.place }));
    if (guess === undefined && hintFits(issue.code)) {
      detail(r.hint, test.hint && wordsIn(test.hint, m.language));
    }
    detail(r.input, test.input?.replaceAll('\n', '\n  '));
  }
  return lines.join('\n');
}

/**
 * One exercise of one student in full, hidden tests too.
 *
 * @param only slug of one test; default all of the exercise
 */
export function explainExercise(
  m: Messages,
  student: StudentResult,
  exercise: ExerciseResult,
  only?: string,
): string {
  const tests = exercise.tests.filter((t) => only === undefined || t.id.endsWith(`/${only}`));
  const parts = [
    `${oneLine(student.student)}  ${exercise.exercise}  ${fraction(exercise.score, exercise.points)}`,
    ...[...student.notices, ...exercise.notices].map((n) => noticeLine(m, n)),
    ...tests.map((t) => `\n${explainTest(m, t)}`),
  ];
  if (only === undefined && exercise.output.trim() !== '') {
    parts.push(`\n${m.report.output}:\n${exercise.output.trimEnd()}`);
  }
  return parts.map(terminalText).join('\n');
}
