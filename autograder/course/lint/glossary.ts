/** Rule for words: what the glossary has is said in Chinese by the glossary's word. */
import { visit } from 'unist-util-visit';
import { parseMarkdown } from '../markdown.js';
import type { Problems } from '../problem.js';
import type { Syllabus } from '../syllabus/schema.js';

/** The ways to say one thing. */
export interface Term {
  english: readonly string[];
  chinese: readonly string[];
}

/** A text and what it is in the other language. */
export interface Aligned {
  /** How the place is called in a message, e.g. the id of a block. */
  id: string;
  english: string;
  chinese: string;
  /** Of the Chinese one, in its file. */
  line: number;
}

/**
 * The terms of a glossary. `class, label` beside `类别，标签` are two; `score (logit)` is one that may
 * be called by either word. Longer ones first: a gradient is no gradient descent.
 */
export function termsOf(glossary: Syllabus['glossary']): Term[] {
  const ways = (text: string): string[] => {
    const [, word, other] = /^(.*?)\s*[(（](.*)[)）]$/.exec(text) ?? [];
    return word === undefined || other === undefined ? [text] : [word, other];
  };
  return glossary
    .flatMap(({ english, chinese }) => {
      const others = chinese.split(/[，,]\s*/);
      return english.split(/,\s*/).map((one, i): Term => {
        return { english: ways(one), chinese: ways(others[i] ?? others[0] ?? '') };
      });
    })
    .sort((a, b) => (b.english[0]?.length ?? 0) - (a.english[0]?.length ?? 0));
}

/**
 * Adds a problem for each term whose Chinese word is missing beside it.
 *
 * @returns the terms that the English texts have
 */
export function lintTerms(
  texts: readonly Aligned[],
  terms: readonly Term[],
  problems: Problems,
): Set<Term> {
  const used = new Set<Term>();
  for (const { id, english, chinese, line } of texts) {
    let rest = prose(english);
    const there = prose(chinese).toLowerCase();
    for (const term of terms) {
      const pattern = patternOf(term);
      if (!pattern.test(rest)) continue;
      used.add(term);
      rest = rest.replace(new RegExp(pattern, 'giu'), ' ');
      if (term.chinese.some((word) => there.includes(word.toLowerCase()))) continue;
      const params = { id, english: term.english[0] ?? '', chinese: term.chinese.join(' / ') };
      problems.add({ line }, 'glossary-differs', params);
    }
  }
  return used;
}

/** Terms that a text has, where there is no other language to hold it against. */
export function termsIn(english: string, terms: readonly Term[]): Term[] {
  const text = prose(english);
  return terms.filter((term) => patternOf(term).test(text));
}

const patternOf = ({ english }: Term): RegExp => {
  const words = english.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?:s|es)?(?![\\p{L}\\p{N}])`, 'iu');
};

/** Words alone: no code, no formula, and no title that a link to elsewhere has. */
function prose(markdown: string): string {
  const parts: string[] = [];
  visit(parseMarkdown(markdown), (node) => {
    if (node.type === 'link' && /^https?:/.test(node.url)) return 'skip';
    if (node.type === 'text') parts.push(node.value.replace(/\$[^$]+\$/g, ' '));
    return undefined;
  });
  return parts.join('\n');
}
