/** The page that may be sent to a student. It is made from a `StudentView` and nothing else. */
import { type Language, messages } from '../../src/messages/index.js';
import { type Wording, wordsIn } from '../../src/messages/text.js';
import type { HiddenOutcome, StudentView } from '../results/results.js';
import { html, page } from './html.js';
import {
  exerciseTitle,
  facts,
  isolationBanner,
  kindText,
  noticeList,
  outputBlock,
  pointsText,
  score,
  testRow,
  testTable,
} from './parts.js';

export function studentPage(view: StudentView, lessonTitle: Wording, language: Language): string {
  const m = messages(language);
  const { report: r } = m;
  const title = r.studentTitle({ student: view.student, lesson: wordsIn(lessonTitle, language) });

  const hiddenRow = (t: HiddenOutcome) =>
    html`<tr><td>${t.id.slice(t.id.indexOf('/') + 1)} <span class="tag blank">${r.hidden}</span></td>
<td><span class="tag ${t.passed ? 'full' : 'zero'}">${t.passed ? '✓' : '✗'} ${t.passed ? r.hiddenPassed : r.hiddenNotPassed}</span></td>
<td>${pointsText(t.score)} / ${pointsText(t.points)}</td>
<td class="soft">${r.category({ kind: kindText(m, t.kind) })}</td></tr>`;

  const exercises = view.exercises.map(
    (e) => html`<section>
<div class="pair"><h2 id="${e.exercise}">${exerciseTitle(m, e)}</h2>
<p>${pointsText(e.score)} / ${pointsText(e.points)}</p></div>
${noticeList(m, e.notices)}
${testTable(m, [...e.visible.map((t) => testRow(m, t)), ...e.hidden.map(hiddenRow)])}
${outputBlock(m, e.output)}
</section>
`,
  );

  const body = html`<h1>${title}</h1>
${isolationBanner(m, view)}
${view.graderFailed ? html`<p class="banner">${r.graderFailedStudent}</p>` : score(m, view.score, view.points)}
${facts([
  [r.file, view.file],
  [r.submissionHash, view.submissionHash.slice(0, 12)],
  [r.attempt, String(view.attempt)],
  [r.lesson, `${view.lesson} ${view.lessonVersion}`],
  [r.grader, view.graderVersion],
])}
${noticeList(m, view.notices)}
${exercises}
${view.exercises.some((e) => e.hidden.length > 0) ? html`<p class="soft small">${r.hiddenNote}</p>` : ''}`;
  return page({ language, title, body });
}
