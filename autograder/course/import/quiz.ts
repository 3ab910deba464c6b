/** A question that was edited in a notebook, back in its YAML. */
import { isScalar, parseDocument, stringify } from 'yaml';

const answer = /^- \*\*[a-f]\*\* {2}/;

/**
 * The fence with the words of the notebook's text; which answer is right, and why, stays.
 *
 * @returns undefined where the text is no question with as many answers
 */
export function editQuiz(fence: string, text: string): string | undefined {
  const [head = '', ...rest] = fence.split('\n');
  const foot = rest.pop() ?? '';
  const lines = text.trimEnd().split('\n');
  const first = lines.findIndex((line) => answer.test(line));
  if (first < 0) return undefined;
  const texts: string[] = [];
  for (const line of lines.slice(first)) {
    if (answer.test(line)) texts.push(line.replace(answer, ''));
    else texts.push(`${texts.pop()}\n${line.replace(/^ {2}/, '')}`);
  }
  const yaml = rest.join('\n');
  const document = parseDocument(yaml);
  const answers = document.get('answers') as { items?: unknown[] } | undefined;
  if (answers?.items?.length !== texts.length) return undefined;
  const words: [(string | number)[], string][] = [
    [['question'], lines.slice(0, first).join('\n').trim()],
    ...texts.map((one, i): [(string | number)[], string] => [['answers', i, 'text'], one.trim()]),
  ];
  // Only what was edited is written anew: the author's line breaks elsewhere stay.
  const edits = words.flatMap(([path, value]) => {
    const node = document.getIn(path, true);
    if (!isScalar(node) || node.range == null || String(node.value).trim() === value) return [];
    const [start, end] = node.range;
    const isBlock = yaml.slice(start, end).endsWith('\n');
    return [{ start, end, text: `${scalar(value)}${isBlock ? '\n' : ''}` }];
  });
  let edited = yaml;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    edited = edited.slice(0, start) + text + edited.slice(end);
  }
  return [head, edited, foot].join('\n');
}

const scalar = (value: string): string =>
  value.includes('\n') ? JSON.stringify(value) : stringify(value, { lineWidth: 0 }).trimEnd();
