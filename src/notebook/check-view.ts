/** What `check` shows: a table in a notebook, the same as lines in a terminal. */
import { messages } from '../messages/index.js';
import { issueSentence } from '../messages/sentences.js';
import { escapeMarkup } from '../plot/text.js';
import { noCell } from './check-place.js';
import type { JudgeIssue, JudgeResult, JudgeTestResult } from './judge-types.js';
import { type Piece, showValue, textOf } from './show-value.js';
import type { MimeBundle } from './tslab.js';

/** Colours that are read on a light and on a dark page, and told apart by colour-blind readers. */
const right = '#009E73';
const wrong = '#D55E00';
const rule = '1px solid rgba(128,128,128,.35)';
const faint = 'opacity:.75';

/** The result of one exercise as HTML and as text. */
export function checkBundle(result: JudgeResult): MimeBundle {
  return { 'text/html': asHtml(result), 'text/plain': asText(result) };
}

function summary({ exercise, results, score, points }: JudgeResult): string {
  const text = messages().notebook.check;
  const passed = results.filter((test) => test.verdict === 'passed').length;
  const counts = { exercise, passed, total: results.length, score, points };
  if (results.length > 0 && results.every((test) => test.issue?.code === 'not-solved')) {
    return text.notSolved(counts);
  }
  return passed === results.length ? text.allPassed(counts) : text.somePassed(counts);
}

/** An exercise that is untouched needs no table of the same sentence. */
const isUntouched = (result: JudgeResult): boolean =>
  result.results.length > 0 && result.results.every((test) => test.issue?.code === 'not-solved');

interface Note {
  text: string;
  code?: string;
}

/** The sentences below each test that did not pass; what was said above is not said again. */
function allNotes(results: readonly JudgeTestResult[]): Note[][] {
  const said = new Set<string>();
  return results.map((test) => {
    const lines = notes(test);
    const key = JSON.stringify(lines);
    if (test.issue?.code !== 'threw') return lines;
    if (said.has(key)) return [{ text: messages().notebook.check.sameError() }];
    said.add(key);
    return lines;
  });
}

function notes({ issue, hint }: JudgeTestResult): Note[] {
  const text = messages().notebook.check;
  const lines: Note[] = [];
  if (issue !== undefined) lines.push({ text: issueSentence(messages(), issue) });
  const place = issue?.place;
  if (place !== undefined) {
    const { cell, line } = place;
    lines.push(
      cell === noCell
        ? { text: text.compiledPlace({ line }) }
        : { text: messages().notebook.errors.place({ cell, line }), code: place.text },
    );
  }
  // A hint is about values; code that stops with an error has another trouble first.
  if (hint !== undefined && issue?.code !== 'threw') lines.push({ text: text.hint({ hint }) });
  return lines;
}

const indexText = (issue: JudgeIssue | undefined): string =>
  issue?.index === undefined || issue.index.length === 0 ? '' : `[${issue.index.join(', ')}]`;

function side(issue: JudgeIssue | undefined, which: 'expected' | 'got'): Piece[] {
  // Own keys: a function may rightly return undefined.
  return issue !== undefined && Object.hasOwn(issue, which)
    ? showValue(issue[which], issue.index)
    : [];
}

function asHtml(result: JudgeResult): string {
  const text = messages().notebook.check;
  const all = result.results.every((test) => test.verdict === 'passed');
  const head =
    `<div style="font-weight:600;margin:0 0 6px;color:${all ? right : 'inherit'}">` +
    `${all ? '✓ ' : ''}${escapeMarkup(summary(result))}</div>`;
  if (isUntouched(result)) return head;
  const cell = 'padding:4px 12px 4px 0;text-align:left;vertical-align:top;background:transparent';
  const below = allNotes(result.results);
  const table: Row[] = result.results.map((test, i) => ({
    test,
    below: below[i] ?? [],
    values: [
      htmlPieces(side(test.issue, 'expected')),
      htmlPieces(side(test.issue, 'got')),
      indexText(test.issue),
    ],
  }));
  // A column that no test fills is left out.
  const names = [text.expected(), text.got(), text.firstDifference()];
  const used = names.map((_, i) => table.some(({ values }) => values[i] !== ''));
  const header = ['', text.test(), ...names.filter((_, i) => used[i]), text.points()]
    .map((name) => `<th style="${cell};${faint};font-weight:500">${escapeMarkup(name)}</th>`)
    .join('');
  const rows = table
    .map(({ values, ...row }) =>
      htmlRow({ ...row, values: values.filter((_, i) => used[i]) }, cell),
    )
    .join('');
  return (
    `${head}<div style="overflow-x:auto"><table style="border-collapse:collapse;margin:0;font-size:13px">` +
    `<thead><tr style="border-bottom:${rule};background:transparent">${header}</tr></thead>` +
    `<tbody>${rows}</tbody></table></div>`
  );
}

interface Row {
  test: JudgeTestResult;
  below: readonly Note[];
  /** Expected, got, first difference, as HTML. */
  values: readonly string[];
}

function htmlRow({ test, below, values }: Row, cell: string): string {
  const verdicts: Readonly<Record<string, string>> = messages().judge.verdicts;
  const passed = test.verdict === 'passed';
  const word = verdicts[test.verdict] ?? test.verdict;
  const mark =
    `<td style="${cell};color:${passed ? right : wrong};font-weight:700" ` +
    `aria-label="${escapeMarkup(word)}">${passed ? '✓' : '✗'}</td>`;
  const name =
    `<td style="${cell};max-width:28em;white-space:normal">${escapeMarkup(test.name)}` +
    `${passed || test.verdict === 'failed' ? '' : ` (${escapeMarkup(word)})`}${htmlNotes(below)}</td>`;
  const contents = values.map((value) => `<td style="${cell}">${value}</td>`).join('');
  const points = `<td style="${cell};white-space:nowrap">${test.score}/${test.points}</td>`;
  return `<tr style="border-bottom:${rule};background:transparent">${mark}${name}${contents}${points}</tr>`;
}

function htmlNotes(below: readonly Note[]): string {
  return below
    .map(({ text, code }) => {
      const source = code === undefined ? '' : `<br><code>${escapeMarkup(code)}</code>`;
      return `<div style="margin-top:3px;${faint}">${escapeMarkup(text)}${source}</div>`;
    })
    .join('');
}

function htmlPieces(pieces: readonly Piece[]): string {
  if (pieces.length === 0) return '';
  const inside = pieces
    .map(({ text, marked }) => {
      const safe = text.split('\n').map(escapeMarkup).join('\n');
      return marked ? `<b style="color:${wrong};text-decoration:underline">${safe}</b>` : safe;
    })
    .join('');
  const style = 'margin:0;font-size:12px;background:transparent;white-space:pre;word-break:normal';
  return `<pre style="${style}">${inside}</pre>`;
}

function asText(result: JudgeResult): string {
  const text = messages().notebook.check;
  const verdicts: Readonly<Record<string, string>> = messages().judge.verdicts;
  if (isUntouched(result)) return summary(result);
  const lines = [summary(result)];
  const below = allNotes(result.results);
  for (const [i, test] of result.results.entries()) {
    const passed = test.verdict === 'passed';
    const word = verdicts[test.verdict] ?? test.verdict;
    const points = text.pointsOf({ score: test.score, points: test.points });
    lines.push(`  ${passed ? '✓' : '✗'} ${test.name}: ${word}, ${points}`);
    for (const note of below[i] ?? []) {
      lines.push(`      ${note.text}${note.code === undefined ? '' : `: ${note.code}`}`);
    }
    for (const which of ['expected', 'got'] as const) {
      const shown = textOf(side(test.issue, which));
      if (shown === '') continue;
      const name = which === 'expected' ? text.expected() : text.got();
      lines.push(`      ${name}: ${shown.replaceAll('\n', '\n        ')}`);
    }
    const at = indexText(test.issue);
    if (at !== '') lines.push(`      ${text.firstDifference()}: ${at}`);
  }
  return lines.join('\n');
}
