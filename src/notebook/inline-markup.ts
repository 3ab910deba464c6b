import { escapeMarkup } from '../plot/text.js';

/**
 * A sentence with a little Markdown as HTML: `code` and **bold**. A formula between dollar signs
 * stays as it is: JupyterLab sets it.
 *
 * The whole text is escaped first, so that nothing in it becomes markup but these two.
 */
export function inlineMarkup(text: string): string {
  // Code first: stars inside it are stars.
  return text
    .split(/(`[^`\n]+`)/)
    .map((piece) =>
      piece.length > 2 && piece.startsWith('`') && piece.endsWith('`')
        ? `<code>${escapeMarkup(piece.slice(1, -1))}</code>`
        : escapeMarkup(piece).replace(/\*\*(?=\S)([^*]*[^\s*])\*\*/g, '<strong>$1</strong>'),
    )
    .join('');
}
