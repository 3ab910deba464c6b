/** A `lesson.zh.md` brought to what `lesson.md` has: blocks added, stale ones found and accepted. */
import type { Lesson } from './lesson.js';
import { parseMarkdown, spanOf } from './markdown.js';
import { Problems } from './problem.js';
import { blocksOf, marker, splitBlocks } from './translation.js';

/** What stands in a file for a block that nobody has translated yet. */
const untranslated = '（待译）';

export interface Renewed {
  /** The whole file. */
  text: string;
  /** Ids of blocks that were added, each to be translated. */
  added: string[];
  /** Ids of blocks whose English has changed. */
  stale: string[];
}

/**
 * A translation with every block that it lacks, in the order of the lesson: the English text behind
 * a mark that keeps it from being taken for a translation.
 *
 * @param before the file as it is; undefined where there is none
 * @param accept ids of stale blocks that have been looked through: they get the hash of today;
 *   `all` for every one
 */
export function renewTranslation(
  lesson: Lesson,
  before: string | undefined,
  accept: readonly string[] = [],
): Renewed {
  const problems = new Problems('lesson.zh.md');
  const text = before ?? headerOf(lesson);
  const root = parseMarkdown(text);
  const blocks = splitBlocks(text, root, problems);
  problems.throwIfAny();
  const first = root.children.find((node) => node.type === 'html' && marker.test(node.value));
  const head = text.slice(0, first === undefined ? text.length : spanOf(first).start).trim();
  const renewed: Renewed = { text: '', added: [], stale: [] };
  const parts = blocksOf(lesson).map(({ id, hash, source }) => {
    const block = blocks.get(id);
    if (block === undefined) {
      renewed.added.push(id);
      return `<!-- block: ${id} ${'0'.repeat(8)} -->\n\n${untranslated}\n\n${source}`;
    }
    const isAccepted =
      (accept.includes(id) || accept.includes('all')) && !block.text.startsWith(untranslated);
    if (block.hash !== hash && !isAccepted) renewed.stale.push(id);
    return `<!-- block: ${id} ${isAccepted ? hash : block.hash} -->\n\n${block.text}`;
  });
  renewed.text = `${[head, ...parts].join('\n\n')}\n`;
  return renewed;
}

function headerOf({ title, promise, hardware, prerequisites, objectives }: Lesson): string {
  const list = (items: readonly string[]): string =>
    items.length === 0 ? ' []' : `\n${items.map((one) => `  - ${JSON.stringify(one)}`).join('\n')}`;
  return [
    '---',
    `title: ${JSON.stringify(title)}`,
    `promise: ${JSON.stringify(promise)}`,
    `hardware: ${JSON.stringify(hardware)}`,
    `prerequisites:${list(prerequisites.map((one) => one.title))}`,
    `objectives:${list(objectives)}`,
    '---',
  ].join('\n');
}
