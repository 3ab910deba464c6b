/** The instructor's page of the class: who has how many points, and which tests nobody passes. */
import { type Language, type Messages, messages } from '../../src/messages/index.js';
import { wordsIn } from '../../src/messages/text.js';
import { verdicts } from '../judge/verdict.js';
import type { ExerciseResult, Results, StudentResult } from '../results/results.js';
import { chartGrid, chartScripts } from './chart-view.js';
import { classCharts } from './class-charts.js';
import { type Html, html, page } from './html.js';
import { facts, isolationBanner, kindText, marks, pointsText, shade } from './parts.js';

function markLine(m: Messages, e: ExerciseResult): Html {
  const line = (visible: boolean): string =>
    e.tests
      .filter((t) => t.visible === visible)
      .map((t) => marks[t.verdict])
      .join('');
  const hidden = line(false);
  const label = e.tests
    .map((t) => `${wordsIn(t.name, m.language)}: ${m.judge.verdicts[t.verdict]}`)
    .join('; ');
  return html`<span class="marks" title="${label}">${line(true)}${hidden === '' ? '' : ` | ${hidden}`}</span>`;
}

function studentRow(m: Messages, results: Results, student: StudentResult): Html {
  const cells = results.lesson.exercises.map(({ exercise }) => {
    const e = student.exercises.find((x) => x.exercise === exercise);
    if (e === undefined) return html`<td class="blank" title="${m.report.notGraded}">–</td>`;
    return html`<td class="${shade(e.score, e.points)}"><a href="${student.page}.html#${exercise}">${pointsText(e.score)}<span class="soft">/${pointsText(e.points)}</span>${markLine(m, e)}</a></td>`;
  });
  const failed = student.graderFailure !== undefined;
  const total = html`${pointsText(student.score)}<span class="soft">/${pointsText(student.points)}</span>`;
  return html`<tr><th scope="row"><a href="${student.page}.html">${student.student}</a></th>${cells}
<td class="total ${failed ? 'blank' : shade(student.score, student.points)}">${failed ? html`<span title="${m.report.graderFailed({ reason: student.graderFailure ?? '' })}">?</span>` : total}</td></tr>
`;
}

function meanRow(m: Messages, results: Results): Html {
  const mean = (scores: readonly number[]): string =>
    scores.length === 0 ? '–' : (scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(1);
  const graded = results.students.filter((s) => s.graderFailure === undefined);
  const cells = results.lesson.exercises.map(({ exercise }) =>
    mean(
      graded.flatMap((s) => s.exercises.filter((e) => e.exercise === exercise).map((e) => e.score)),
    ),
  );
  return html`<tr><th scope="row">${m.report.mean}</th>${cells.map((c) => html`<td>${c}</td>`)}<td>${mean(graded.map((s) => s.score))}</td></tr>`;
}

/** Each test with the number who pass it: a test that nobody passes is often the test's own fault. */
function testsTable(m: Messages, results: Results): Html {
  const { report: r } = m;
  const counts = new Map<
    string,
    { kind: string; visible: boolean; passed: number; total: number }
  >();
  for (const { exercise } of results.lesson.exercises) {
    for (const student of results.students) {
      for (const e of student.exercises.filter((x) => x.exercise === exercise)) {
        for (const t of e.tests) {
          const count = counts.get(t.id) ?? { ...t, passed: 0, total: 0 };
          count.total++;
          if (t.verdict === 'passed') count.passed++;
          counts.set(t.id, count);
        }
      }
    }
  }
  const rows = [...counts].map(
    ([id, t]) =>
      html`<tr><td class="mono">${id}</td><td>${kindText(m, t.kind)}</td><td>${t.visible ? '' : r.hidden}</td><td>${r.passedCount(t)}</td></tr>
`,
  );
  return html`<div class="scroll"><table class="narrow"><thead><tr><th scope="col">${r.test}</th><th scope="col">${r.kind}</th><th scope="col"></th><th scope="col">${r.passedBy}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function limitsText(m: Messages, limits: Readonly<Record<string, number>>): string {
  const names = m.report.limitNames;
  return Object.entries(limits)
    .map(([name, value]) => `${Object.hasOwn(names, name) ? names[name] : name} ${value}`)
    .join(', ');
}

export function classPage(results: Results, language: Language): string {
  const m = messages(language);
  const { report: r } = m;
  const { lesson, isolation } = results;
  const title = r.classTitle({ lesson: wordsIn(lesson.title, language) });
  const charts = classCharts(m, results);
  const body = html`<h1>${title}</h1>
${isolationBanner(m, isolation)}
<p>${r.submissions({ n: results.students.length })}</p>
${facts([
  [r.lesson, `${lesson.id} ${lesson.version}`],
  [r.grader, results.graderVersion],
  [r.reference, results.referenceHash.slice(0, 12)],
  [r.seed, results.seedId],
  [r.sandbox, wordsIn(isolation.mechanism, m.language)],
  [r.limits, limitsText(m, isolation.limits)],
])}
<p class="banner">${r.forInstructors}</p>
${
  charts.length === 0
    ? ''
    : html`<h2>${m.charts.heading}</h2>
${chartGrid(charts)}`
}
<h2>${r.matrix}</h2>
<div class="scroll"><table class="matrix"><thead><tr><th scope="col">${r.student}</th>${lesson.exercises.map((e) => html`<th scope="col"><span class="mono">${e.exercise}</span></th>`)}<th scope="col">${r.total}</th></tr></thead>
<tbody>
${results.students.map((s) => studentRow(m, results, s))}</tbody>
<tfoot>${meanRow(m, results)}</tfoot></table></div>
<p class="soft small">${r.legend}</p>
<p class="soft small legend">${verdicts.map((v) => html`<span>${marks[v]} ${m.judge.verdicts[v]}</span>`)}</p>
<h2>${r.tests}</h2>
${testsTable(m, results)}`;
  return page({ language, title, body, scripts: charts.length === 0 ? [] : chartScripts() });
}
