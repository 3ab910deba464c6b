/** Pieces that several pages share. */
import type { Messages } from '../../src/messages/index.js';
import {
  guessSentence,
  hintFits,
  issueSentence,
  noticeSentence,
} from '../../src/messages/sentences.js';
import { type Wording, wordsIn } from '../../src/messages/text.js';
import type { Verdict } from '../judge/verdict.js';
import type { IssueRecord, NoticeRecord, TestOutcome } from '../results/results.js';
import type { IsolationBackend } from '../results/types.js';
import { type Html, html, prose } from './html.js';

/** Shapes, not only colours: they must hold on paper and for the colour-blind. */
export const marks: Record<Verdict, string> = {
  passed: '✓',
  failed: '✗',
  error: '!',
  timeout: '∞',
  'out-of-memory': '▲',
  'not-run': '–',
  tampered: '#',
};

/** Points with at most two decimals. */
export const pointsText = (points: number): string => String(Number(points.toFixed(2)));

/** How much of the points: the class of a cell's colour. */
export function shade(score: number, points: number): 'full' | 'part' | 'zero' {
  if (score >= points) return 'full';
  return score > 0 ? 'part' : 'zero';
}

const verdictShade: Record<Verdict, string> = {
  passed: 'full',
  failed: 'zero',
  error: 'zero',
  timeout: 'part',
  'out-of-memory': 'part',
  'not-run': 'blank',
  tampered: 'zero',
};

export function kindText(m: Messages, kind: string): string {
  const kinds: Readonly<Record<string, string>> = m.judge.kinds;
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? kind) : kind;
}

export function verdictTag(m: Messages, verdict: Verdict): Html {
  return html`<span class="tag ${verdictShade[verdict]}">${marks[verdict]} ${m.judge.verdicts[verdict]}</span>`;
}

export function bar(score: number, points: number): Html {
  const width = points > 0 ? Math.round((1000 * score) / points) / 10 : 0;
  return html`<svg class="bar" role="img" aria-label="${pointsText(score)} / ${pointsText(points)}" preserveAspectRatio="none" viewBox="0 0 100 8"><rect class="track" width="100" height="8"/><rect class="fill" width="${width}" height="8"/></svg>`;
}

export function score(m: Messages, got: number, points: number): Html {
  return html`<p class="score" aria-label="${m.report.points({ score: pointsText(got), points: pointsText(points) })}">${pointsText(got)} <span>/ ${pointsText(points)}</span></p>
${bar(got, points)}`;
}

/** The title, and the function's name where that is another. */
export function exerciseTitle(m: Messages, e: { title: Wording; exercise: string }): Html {
  const title = wordsIn(e.title, m.language);
  return title === e.exercise
    ? html`<span class="mono">${e.exercise}</span>`
    : html`${title} <span class="soft mono">${e.exercise}</span>`;
}

/** Short facts as `name value` pairs. */
export function facts(pairs: readonly (readonly [string, string])[]): Html {
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** What the walls could not hold, on every page; nothing where they are whole. */
export function isolationBanner(
  m: Messages,
  { backend, unsafe }: { backend: IsolationBackend; unsafe: boolean },
): Html {
  const warning = isolationWarning(m, { backend, unsafe });
  return warning === undefined ? html`` : html`<p class="banner alarm" role="alert">${warning}</p>`;
}

export function isolationWarning(
  m: Messages,
  { backend, unsafe }: { backend: IsolationBackend; unsafe: boolean },
): string | undefined {
  if (unsafe) return m.report.unsafe;
  return backend === 'plain-uid' ? m.report.plainUid : undefined;
}

export function noticeList(m: Messages, notices: readonly NoticeRecord[]): Html {
  if (notices.length === 0) return html``;
  return html`<ul class="notices">${notices.map(
    (n) =>
      html`<li>${prose(noticeSentence(m, n))}${n.place && html` <span class="soft">(${m.judge.place({ ...n.place })})</span>`}</li>`,
  )}</ul>`;
}

export function outputBlock(m: Messages, output: string): Html {
  if (output.trim() === '') return html``;
  return html`<p class="soft small">${m.report.output}</p><pre>${output}</pre>`;
}

/** The first differing index, where the value has axes. */
export const indexText = (issue: IssueRecord): string | undefined =>
  issue.index && issue.index.length > 0 ? `[${issue.index.join(', ')}]` : undefined;

/** The largest difference, where there is one: NaN differs from a number by no amount. */
export const maxErrorText = (issue: IssueRecord): string | undefined =>
  typeof issue.maxError === 'number' ? String(issue.maxError) : undefined;

/** Everything about one test: why it did not pass, expected, got, where, hint. */
function why(m: Messages, test: TestOutcome): Html {
  const { issue } = test;
  if (issue === undefined) return html``;
  const r = m.report;
  const guess = guessSentence(m, issue);
  const rows: [string, Html | string | undefined][] = [
    [r.expected, issue.expected && html`<span class="mono">${issue.expected}</span>`],
    [r.got, issue.got && html`<span class="mono">${issue.got}</span>`],
    [r.firstAt, indexText(issue)],
    [r.maxError, maxErrorText(issue)],
    [r.guess, guess && prose(guess)],
    [r.where, issue.place && m.judge.place({ ...issue.place })],
    // A fixed hint beside what is known would only distract from it.
    [
      r.hint,
      guess === undefined && test.hint && hintFits(issue.code)
        ? prose(wordsIn(test.hint, m.language))
        : undefined,
    ],
    [
      r.input,
      test.input &&
        html`<details><summary>${r.inputCode}</summary><pre>${test.input}</pre></details>`,
    ],
  ];
  return html`<p class="why">${prose(issueSentence(m, issue))}</p>
<dl class="detail">${rows.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : html``))}</dl>`;
}

export function testRow(m: Messages, test: TestOutcome): Html {
  const { report: r } = m;
  return html`<tr><td>${wordsIn(test.name, m.language)}${test.visible ? '' : html` <span class="tag blank">${r.hidden}</span>`}
<br><span class="soft small">${kindText(m, test.kind)}</span></td>
<td>${verdictTag(m, test.verdict)}</td>
<td>${pointsText(test.score)} / ${pointsText(test.points)}</td>
<td>${why(m, test)}</td></tr>`;
}

export function testTable(m: Messages, rows: readonly Html[]): Html {
  const { report: r } = m;
  return html`<div class="scroll"><table class="tests"><thead><tr><th scope="col">${r.test}</th><th scope="col">${r.verdict}</th><th scope="col">${r.pointsHead}</th><th scope="col">${r.why}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
