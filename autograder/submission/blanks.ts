/**
 * Blanks that TypeScript reads over and JavaScript does not: a zero-width space (text copied from a
 * web page has them) and U+0085. The kernel's compiler leaves them out.
 */
import type ts from '../../src/notebook/kernel/typescript.cjs';

/** The source with such blanks as spaces, outside of texts; every place stays where it was. */
export function plainBlanks(file: ts.SourceFile): string {
  const { text } = file;
  if (!/[\u0085\u200B]/.test(text)) return text;
  let done = 0;
  let plain = '';
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    if (children.length > 0 || node.pos < done) return;
    const start = node.getStart(file);
    if (start <= node.pos) return;
    plain += text.slice(done, node.pos) + text.slice(node.pos, start).replace(odd, ' ');
    done = start;
  };
  visit(file);
  return plain + text.slice(done);
}

const odd = /[\u0085\u200B]/g;
