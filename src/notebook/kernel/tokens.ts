/** A cell's source as tokens, by the scanner of tslab's own TypeScript. */
import ts from './typescript.cjs';

export interface Token {
  text: string;
  /** Offset of the first character. */
  start: number;
  /** What it counts when two texts are aligned: a name says more than a bracket. */
  weight: number;
}

const { SyntaxKind } = ts;

/** After these a slash divides; after anything else it opens a regular expression. */
const endsExpression = new Set<ts.SyntaxKind>([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.NullKeyword,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
]);

function weightOf(kind: ts.SyntaxKind): number {
  if (kind >= SyntaxKind.FirstKeyword && kind <= SyntaxKind.LastKeyword) return 3;
  if (kind >= SyntaxKind.FirstPunctuation && kind <= SyntaxKind.LastPunctuation) return 1;
  return 4;
}

/** The tokens of TypeScript or JavaScript, without comments and white space. */
export function tokenize(source: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(source);
  const tokens: Token[] = [];
  // Which braces are open: those of a template's `${` close with the rest of the template.
  const open: ('brace' | 'template')[] = [];
  let last = SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken) {
      if (!endsExpression.has(last)) kind = scanner.reScanSlashToken();
    } else if (kind === SyntaxKind.CloseBraceToken && open.pop() === 'template') {
      kind = scanner.reScanTemplateToken(false);
      if (kind === SyntaxKind.TemplateMiddle) open.push('template');
    }
    if (kind === SyntaxKind.TemplateHead) open.push('template');
    else if (kind === SyntaxKind.OpenBraceToken) open.push('brace');
    tokens.push({
      text: scanner.getTokenText(),
      start: scanner.getTokenPos(),
      weight: weightOf(kind),
    });
    last = kind;
  }
  return tokens;
}
