/**
 * Asides, as GitHub writes them: a quotation whose first line is `[!NOTE]`. JupyterLab does not know
 * them and would show the mark, so a notebook has the word in its place.
 */
import type { Blockquote, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Language, messages } from '../../../src/messages/index.js';
import { spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';
import type { Splice } from './splice.js';

const asideKinds = ['NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION'] as const;
type AsideKind = (typeof asideKinds)[number];

const mark = /^(>[ \t]*)\[!([A-Za-z]+)\][ \t]*$/;

const firstLine = (text: string, quote: Blockquote): string =>
  text.slice(spanOf(quote).start, spanOf(quote).end).split('\n', 1)[0] ?? '';

const wordOf = (kind: AsideKind, language: Language): string =>
  messages(language).course.asides[kind];

const kindOf = (line: string): AsideKind | undefined => {
  const [, , word] = mark.exec(line) ?? [];
  return asideKinds.find((kind) => kind === word);
};

/** Kinds of the asides of a text, in its order. */
export function asidesIn(text: string, root: Root): AsideKind[] {
  return root.children.flatMap((node) => {
    const kind = node.type === 'blockquote' ? kindOf(firstLine(text, node)) : undefined;
    return kind === undefined ? [] : [kind];
  });
}

export function asideSplices(text: string, root: Root, language: Language): Splice[] {
  return root.children.flatMap((node): Splice[] => {
    if (node.type !== 'blockquote') return [];
    const line = firstLine(text, node);
    const kind = kindOf(line);
    if (kind === undefined) return [];
    const { start } = spanOf(node);
    // A paragraph of its own, so that what follows begins a line.
    return [{ start, end: start + line.length, shown: `> **${wordOf(kind, language)}**\n>` }];
  });
}

/** Marks that GitHub would not read as such, and asides written as a notebook shows them. */
export function checkAsides(text: string, root: Root, problems: Problems): void {
  visit(root, 'blockquote', (node, _index, parent) => {
    const line = firstLine(text, node);
    const known = asideKinds.map((kind) => `[!${kind}]`).join(', ');
    if (/^>[ \t]*\[!/.test(line)) {
      const isAside = parent?.type === 'root' && kindOf(line) !== undefined;
      const first = node.children[0];
      const hasText =
        node.children.length > 1 ||
        (first?.type === 'paragraph' && spanOf(first).end > spanOf(node).start + line.length);
      if (!isAside || !hasText) problems.add(spanOf(node), 'aside-form', { got: line, known });
      return;
    }
    const isByHand = (['en', 'zh'] as const).some((language) =>
      asideKinds.some((kind) => line.replace(/^>\s*/, '') === `**${wordOf(kind, language)}**`),
    );
    if (isByHand) problems.add(spanOf(node), 'aside-form', { got: line, known });
  });
}
