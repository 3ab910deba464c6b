/** Markdown to an mdast tree, with front matter, GitHub's tables and display formulas. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

/** Parses Markdown. A single `$` is left as text here: prices are no formulas. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), gfm(), math({ singleDollarTextMath: false })],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmFromMarkdown(), mathFromMarkdown()],
  });
}

export interface Span {
  /** Line and column of the first character, from 1. */
  line: number;
  column: number;
  /** Offsets into the text. */
  start: number;
  end: number;
}

/** Where a parsed node stands. */
export function spanOf(node: Nodes): Span {
  const { position } = node;
  if (position?.start.offset === undefined || position.end.offset === undefined) {
    throw new Error(`Expected a parsed ${node.type} to have a position`);
  }
  const { line, column, offset } = position.start;
  return { line, column, start: offset, end: position.end.offset };
}
