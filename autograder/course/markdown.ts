/** Markdown to an mdast tree, with front matter, GitHub's tables and display formulas. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

/** The same cells are asked about by one rule after the other. */
const parsed = new Map<string, Root>();
const mostParsed = 1000;

/**
 * Parses Markdown. A single `$` is left as text here: prices are no formulas. The tree is shared by
 * all who parse the same text: nobody changes it.
 */
export function parseMarkdown(text: string): Root {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const root = parse(text);
  const [oldest] = parsed.keys();
  if (parsed.size >= mostParsed && oldest !== undefined) parsed.delete(oldest);
  parsed.set(text, root);
  return root;
}

function parse(text: string): Root {
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
