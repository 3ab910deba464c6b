/** The instructor's page of one student: everything, hidden tests too. */
import { type Language, messages } from '../../src/messages/index.js';
import { wordsIn } from '../../src/messages/text.js';
import type { Results, StudentResult } from '../results/results.js';
import { html, page } from './html.js';
import {
  exerciseTitle,
  facts,
  isolationBanner,
  noticeList,
  outputBlock,
  pointsText,
  score,
  testRow,
  testTable,
} from './parts.js';

export function instructorPage(
  results: Results,
  student: StudentResult,
  language: Language,
): string {
  const m = messages(language);
  const { report: r } = m;
  const title = r.studentTitle({
    student: student.student,
    lesson: wordsIn(results.lesson.title, language),
  });
  const exercises = student.exercises.map(
    (e) => html`<section>
<div class="pair"><h2 id="${e.exercise}">${exerciseTitle(m, e)}</h2>
<p>${pointsText(e.score)} / ${pointsText(e.points)}</p></div>
${noticeList(m, e.notices)}
${testTable(
  m,
  e.tests.map((t) => testRow(m, t)),
)}
${outputBlock(m, e.output)}
</section>
`,
  );
  const body = html`<p class="small"><a href="index.html">${r.backToClass}</a></p>
<h1>${title}</h1>
${isolationBanner(m, results.isolation)}
<p class="banner">${r.forInstructors}</p>
${student.graderFailure === undefined ? '' : html`<p class="banner alarm">${r.graderFailed({ reason: student.graderFailure })}</p>`}
${score(m, student.score, student.points)}
${facts([
  [r.file, student.file],
  [r.submissionHash, student.submissionHash],
  [r.attempt, String(student.attempt)],
  [r.lesson, `${student.lesson} ${student.lessonVersion}`],
])}
${noticeList(m, student.notices)}
${exercises}`;
  return page({ language, title, body });
}
