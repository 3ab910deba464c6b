/** Rules for what a slip of an editor or a script spoils: formulas that do not parse, control characters. */
import katex from 'katex';
import { visit } from 'unist-util-visit';
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';

/** `\b`, `\f` and `\t` of a formula, once a string was read that should have been raw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/** As notebooks and pandoc tell a formula from two prices. */
const inline = /(?<![\\$])\$(?![\s$])([^$]+?)(?<!\s)\$(?![\d$])/g;

/**
 * Adds a problem for each formula that cannot be typeset, and each control character.
 *
 * @param text a whole lesson, in either language
 */
export function lintFormulas(text: string, problems: Problems): void {
  for (const [i, line] of text.split('\n').entries()) {
    const at = line.search(control);
    if (at === -1) continue;
    const code = line.charCodeAt(at).toString(16).padStart(4, '0');
    problems.add({ line: i + 1, column: at + 1 }, 'control-character', { code });
  }
  visit(parseMarkdown(text), (node) => {
    if (node.type === 'math' || node.type === 'inlineMath') return ask(node.value, spanOf(node));
    const isQuiz = node.type === 'code' && node.lang === 'quiz';
    if (!isQuiz && node.type !== 'paragraph' && node.type !== 'heading') return;
    const { start, end, line, column } = spanOf(node);
    const words = text
      .slice(start, end)
      .replace(/\$\$[\s\S]*?\$\$|(`+)[\s\S]*?\1/g, (code) => (isQuiz ? code : blank(code)));
    for (const { 1: formula = '', index } of words.matchAll(inline)) {
      const before = words.slice(0, index).split('\n');
      const within = (before.at(-1)?.length ?? 0) + 1;
      const place = before.length === 1 ? column + within - 1 : within;
      ask(formula, { line: line + before.length - 1, column: place });
    }
  });

  function ask(formula: string, place: { line: number; column: number }): void {
    try {
      katex.renderToString(formula, { throwOnError: true, strict: 'ignore' });
    } catch (error) {
      if (!(error instanceof katex.ParseError)) throw error;
      problems.add(place, 'formula-broken', { got: formula.trim(), why: error.rawMessage });
    }
  }
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
