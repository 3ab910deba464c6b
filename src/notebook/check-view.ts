/** What `check` shows: a table in a notebook, the same as lines in a terminal. */
import { messages } from '../messages/index.js';
import { guessSentence, hintFits, issueSentence } from '../messages/sentences.js';
import { wordsIn } from '../messages/text.js';
import { escapeMarkup } from '../plot/text.js';
import { noCell } from './check-place.js';
import { inlineMarkup } from './inline-markup.js';
import { callCode } from './input-code.js';
import type { JudgeIssue, JudgeResult, JudgeTestResult } from './judge-types.js';
import { type Piece, showValue, textOf } from './show-value.js';
import type { MimeBundle } from './tslab.js';

/** Colours that are read on a light and on a dark page, and told apart by colour-blind readers. */
const right = '#009E73';
const wrong = '#D55E00';
const rule = '1px solid rgba(128,128,128,.35)';
const faint = 'opacity:.75';

export interface CheckViewOptions {
  /** Whether the function is async, so that the code of a call awaits it. */
  isAsync?: boolean;
  /** Name of the notebook's file. Default `lesson.ipynb`. */
  file?: string;
  /** The command that keeps the exercise for later lessons; offered once it is solved. */
  keep?: string;
}

/** The result of one exercise as HTML and as text. */
export function checkBundle(result: JudgeResult, options: CheckViewOptions = {}): MimeBundle {
  return { 'text/html': asHtml(result, options), 'text/plain': asText(result, options) };
}

/** In a terminal nothing is folded, so only a short input is shown. */
const longestInputText = 600;

/** Points without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
const pointsText = (points: number): string => String(Number(points.toFixed(2)));

function summary({ exercise, results, score, points, hiddenPoints }: JudgeResult): string {
  const text = messages().notebook.check;
  const passed = results.filter((test) => test.verdict === 'passed').length;
  const counts = {
    exercise,
    passed,
    total: results.length,
    score: pointsText(score),
    points: pointsText(points),
    hidden: pointsText(hiddenPoints),
  };
  if (results.length === 0) return text.noTests(counts);
  if (results.every((test) => test.issue?.code === 'not-solved')) return text.notSolved(counts);
  return passed === results.length ? text.allPassed(counts) : text.somePassed(counts);
}

/** An exercise that is untouched needs no table of the same sentence. */
const isUntouched = (result: JudgeResult): boolean =>
  result.results.length > 0 && result.results.every((test) => test.issue?.code === 'not-solved');

/** How to hand in and how to keep it: said once an exercise is solved, for then it is asked. */
function closingLines(result: JudgeResult, options: CheckViewOptions): string[] {
  const { file = 'lesson.ipynb', keep: command } = options;
  const { check, kept } = messages().notebook;
  const { exercise, results, hiddenPoints } = result;
  if (results.length === 0 || results.some((test) => test.verdict !== 'passed')) return [];
  return [
    ...(hiddenPoints > 0 ? [check.handIn({ file })] : []),
    ...(command === undefined ? [] : [kept.offer({ exercise, command })]),
  ];
}

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
  const { notebook, language } = messages();
  const text = notebook.check;
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
  const guess = issue === undefined ? undefined : guessSentence(messages(), issue);
  if (guess !== undefined) lines.push({ text: text.guess({ guess }) });
  // Beside what is known to be wrong a fixed hint would only distract.
  else if (hint !== undefined && hintFits(issue?.code)) {
    lines.push({ text: text.hint({ hint: wordsIn(hint, language) }) });
  }
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

function asHtml(result: JudgeResult, options: CheckViewOptions): string {
  const text = messages().notebook.check;
  const { results } = result;
  const all = results.length > 0 && results.every((test) => test.verdict === 'passed');
  const head =
    `<div style="font-weight:600;margin:0 0 6px;color:${all ? right : 'inherit'}">` +
    `${all ? '✓ ' : ''}${inlineMarkup(summary(result))}</div>`;
  if (isUntouched(result)) return head;
  const cell = 'padding:4px 12px 4px 0;text-align:left;vertical-align:top;background:transparent';
  const below = allNotes(result.results);
  const table: Row[] = result.results.map((test, i) => ({
    test,
    below: below[i] ?? [],
    code: test.call === undefined ? undefined : callCode(test.call, options),
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
    `<tbody>${rows}</tbody></table></div>` +
    closingLines(result, options)
      .map((line) => `<div style="margin-top:6px;${faint}">${inlineMarkup(line)}</div>`)
      .join('')
  );
}

interface Row {
  test: JudgeTestResult;
  below: readonly Note[];
  /** The test's last call, where it can be pasted. */
  code: string | undefined;
  /** Expected, got, first difference, as HTML. */
  values: readonly string[];
}

function htmlRow({ test, below, code, values }: Row, cell: string): string {
  const { judge, language } = messages();
  const verdicts: Readonly<Record<string, string>> = judge.verdicts;
  const passed = test.verdict === 'passed';
  const word = verdicts[test.verdict] ?? test.verdict;
  const mark =
    `<td style="${cell};color:${passed ? right : wrong};font-weight:700" ` +
    `aria-label="${escapeMarkup(word)}">${passed ? '✓' : '✗'}</td>`;
  const name =
    `<td style="${cell};min-width:15em;max-width:28em;white-space:normal">${escapeMarkup(wordsIn(test.name, language))}` +
    `${passed || test.verdict === 'failed' ? '' : ` (${escapeMarkup(word)})`}${htmlNotes(below)}${htmlInput(test, code)}</td>`;
  const contents = values.map((value) => `<td style="${cell}">${value}</td>`).join('');
  const points = `<td style="${cell};white-space:nowrap">${pointsText(test.score)}/${pointsText(test.points)}</td>`;
  return `<tr style="border-bottom:${rule};background:transparent">${mark}${name}${contents}${points}</tr>`;
}

function htmlNotes(below: readonly Note[]): string {
  return below
    .map(({ text, code }) => {
      const source = code === undefined ? '' : `<br><code>${escapeMarkup(code)}</code>`;
      return `<div style="margin-top:3px;${faint}">${inlineMarkup(text)}${source}</div>`;
    })
    .join('');
}

/** Folded, and selected as a whole by one click. */
function htmlInput({ call }: JudgeTestResult, code: string | undefined): string {
  if (call === undefined) return '';
  const text = messages().notebook.check;
  if (code === undefined) {
    return `<div style="margin-top:3px;${faint}">${inlineMarkup(text.inputTooLong())}</div>`;
  }
  const lines = code.split('\n').map(escapeMarkup).join('\n');
  const style =
    'user-select:all;margin:3px 0 0;padding:6px 8px;max-height:16em;max-width:44em;overflow:auto;' +
    'font-size:12px;background:rgba(128,128,128,.12);border-radius:4px;white-space:pre';
  return (
    `<details style="margin-top:3px"><summary style="cursor:pointer;${faint}">` +
    `${escapeMarkup(call.count > 1 ? text.inputLast({ count: call.count }) : text.input())}</summary>` +
    `<pre style="${style}">${lines}</pre></details>`
  );
}

function htmlPieces(pieces: readonly Piece[]): string {
  if (pieces.length === 0) return '';
  const inside = pieces
    .map(({ text, marked }) => {
      const safe = text.split('\n').map(escapeMarkup).join('\n');
      return marked ? `<b style="color:${wrong};text-decoration:underline">${safe}</b>` : safe;
    })
    .join('');
  // A matrix keeps its columns; what is no matrix may wrap, so that it leaves the names their room.
  const isMatrix = pieces.length > 1;
  const wrap = isMatrix
    ? 'white-space:pre;word-break:normal'
    : 'white-space:pre-wrap;overflow-wrap:anywhere;min-width:10em;max-width:24em';
  const style = `margin:0;font-size:12px;background:transparent;${wrap}`;
  return `<pre style="${style}">${inside}</pre>`;
}

function asText(result: JudgeResult, options: CheckViewOptions): string {
  const { judge, language, notebook } = messages();
  const text = notebook.check;
  const verdicts: Readonly<Record<string, string>> = judge.verdicts;
  if (isUntouched(result)) return summary(result);
  const lines = [summary(result)];
  const below = allNotes(result.results);
  for (const [i, test] of result.results.entries()) {
    const passed = test.verdict === 'passed';
    const word = verdicts[test.verdict] ?? test.verdict;
    const points = text.pointsOf({
      score: pointsText(test.score),
      points: pointsText(test.points),
    });
    lines.push(`  ${passed ? '✓' : '✗'} ${wordsIn(test.name, language)}: ${word}, ${points}`);
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
    const code = test.call === undefined || passed ? undefined : callCode(test.call, options);
    if (code !== undefined && code.length <= longestInputText) {
      lines.push(`      ${text.input()}: ${code.replaceAll('\n', '\n        ')}`);
    }
  }
  return [...lines, ...closingLines(result, options)].join('\n');
}
