/**
 * Lines of a Chinese paragraph, one sentence each in the source, put together.
 *
 * Markdown makes a space of a line's end. Between Chinese characters none belongs, and none after
 * full-width punctuation, which brings its own.
 */
import { visit } from 'unist-util-visit';
import { parseMarkdown, spanOf } from './markdown.js';

const wide = String.raw`[\p{Script=Han}\u3001-\u301f\uff01-\uff5e“”‘’…—]`;
const closing = '[。，、；：？！）”’」』》…]';
/** A quotation's next line begins with its own mark, which stays. */
const lineEnd = new RegExp(
  String.raw`(?<=${closing})\n[ \t]*(?![ \t]*>)|(?<=${wide})\n[ \t]*(?=${wide})`,
  'gu',
);

/** The same Markdown, whose paragraphs have no line end where Chinese has no space. */
export function joinLines(markdown: string): string {
  const parts: string[] = [];
  let done = 0;
  visit(parseMarkdown(markdown), 'text', (node) => {
    const { start, end } = spanOf(node);
    parts.push(markdown.slice(done, start), markdown.slice(start, end).replace(lineEnd, ''));
    done = end;
  });
  return parts.join('') + markdown.slice(done);
}
