/**
 * References: sources declared in the front matter and cited by their keys. `[@he2015]`, or
 * `[@he2015, section 2]`, becomes a link with authors and year; the sources are listed at the end.
 */
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { z } from 'zod';
import { type Language, messages } from '../../../src/messages/index.js';
import { spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';
import type { Splice } from './splice.js';

const sentence = z.string().min(1).max(300);

export const referenceSchema = z.strictObject({
  /** `K. He`, or the name of an organisation. */
  authors: z.array(sentence).min(1),
  title: sentence,
  /** Left out for a page that goes on changing. */
  year: z.int().min(1600).max(2200).optional(),
  link: z.url({ protocol: /^https?$/ }),
});
export type Reference = z.infer<typeof referenceSchema>;

export const referencesSchema = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected small letters, digits and -'),
    referenceSchema,
  )
  .default({});
export type References = Readonly<Record<string, Reference>>;

export interface Citation {
  key: string;
  /** Which part of the source. */
  where: string | undefined;
  line: number;
  column: number;
  start: number;
  end: number;
}

const citation = /\[@([a-z][a-z0-9-]*)(?:,[ \t]*([^\]\n]+))?\]/g;
const likely = /\[@[^\]\n]*\]?/g;

/** The citations of a text, outside of code and links. */
export function citationsIn(text: string, root: Root): Citation[] {
  const found: Citation[] = [];
  visit(root, (node) => {
    if (node.type === 'link' || node.type === 'heading') return 'skip';
    if (node.type !== 'text') return undefined;
    const { start, end } = spanOf(node);
    for (const match of text.slice(start, end).matchAll(citation)) {
      const from = start + match.index;
      const before = text.slice(0, from);
      found.push({
        key: match[1] ?? '',
        where: match[2]?.trim(),
        line: before.split('\n').length,
        column: from - before.lastIndexOf('\n'),
        start: from,
        end: from + match[0].length,
      });
    }
    return undefined;
  });
  return found;
}

/** What stands behind the initials: `K. He` is He, `van der Maaten` and `scikit-learn` themselves. */
const familyName = (author: string): string => author.replace(/^(?:\p{Lu}\p{L}?\.[- ]*)+/u, '');

/** Authors and year as the text names a source; a letter tells two of one year apart. */
function shortNames(references: References, language: Language): Map<string, string> {
  const { references: words } = messages(language).course;
  const named = Object.entries(references).map(([key, { authors, year }]) => {
    const [first = '', second = ''] = authors.map(familyName);
    if (authors.length > 2) return { key, year, names: words.andOthers({ first }) };
    return { key, year, names: authors.length === 2 ? words.two({ first, second }) : first };
  });
  return new Map(
    named.map(({ key, names, year }) => {
      const alike = named.filter((one) => one.names === names && one.year === year);
      const letter =
        alike.length < 2 ? '' : String.fromCharCode(97 + alike.findIndex((one) => one.key === key));
      return [key, words.short({ names, year: `${year ?? ''}${letter}` })];
    }),
  );
}

export function citationSplices(
  text: string,
  root: Root,
  references: References,
  language: Language,
): Splice[] {
  const citations = citationsIn(text, root);
  if (citations.length === 0) return [];
  const names = shortNames(references, language);
  const { references: words } = messages(language).course;
  return citations.flatMap(({ key, where, start, end }): Splice[] => {
    const [source, short] = [references[key], names.get(key)];
    if (source === undefined || short === undefined) return [];
    const label = where === undefined ? short : words.part({ short, where });
    return [{ start, end, shown: `[${label}](${source.link})` }];
  });
}

/** The list at the end of a notebook; undefined where nothing is declared. */
export function referenceList(references: References, language: Language): string | undefined {
  const { references: words } = messages(language).course;
  const names = shortNames(references, language);
  const entries = Object.entries(references).sort(([a], [b]) =>
    (names.get(a) ?? '') < (names.get(b) ?? '') ? -1 : 1,
  );
  if (entries.length === 0) return undefined;
  const lines = entries.map(([, { authors, title, year, link }]) =>
    words.entry({
      authors: authors.join(words.comma),
      title: `[${title}](${link})`,
      year: `${year ?? ''}`,
    }),
  );
  return [`## ${words.heading}`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

/** Every key that is cited is declared, and every one that is declared is cited. */
export function checkReferences(
  text: string,
  root: Root,
  references: References,
  problems: Problems,
): void {
  const citations = citationsIn(text, root);
  const known = Object.keys(references).join(', ') || '-';
  for (const one of citations) {
    if (Object.hasOwn(references, one.key)) continue;
    problems.add(one, 'reference-unknown', { key: one.key, known });
  }
  for (const key of Object.keys(references)) {
    if (citations.some((one) => one.key === key)) continue;
    problems.add({ line: declaredOn(text, key), column: 3 }, 'reference-uncited', { key });
  }
  visit(root, (node, _index, parent) => {
    if (node.type === 'image' && /\[@/.test(node.title ?? '')) {
      problems.add(spanOf(node), 'reference-form', { got: node.title ?? '' });
    }
    const isQuiz = node.type === 'code' && node.lang === 'quiz';
    const isText = node.type === 'text';
    if (!isText && node.type !== 'html' && !isQuiz) return;
    const isPlace = isText && parent?.type !== 'heading' && parent?.type !== 'link';
    const rest = isPlace ? node.value.replace(citation, '') : node.value;
    for (const [got] of rest.matchAll(likely))
      problems.add(spanOf(node), 'reference-form', { got });
  });
}

function declaredOn(text: string, key: string): number {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /^references:/.test(line));
  const at = lines.findIndex((line, i) => i > from && line.startsWith(`  ${key}:`));
  return Math.max(1, at + 1);
}
