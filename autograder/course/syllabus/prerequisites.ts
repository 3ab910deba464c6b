/** The prerequisite graph of the course, drawn with mermaid: `M04 --> M05 & M06`. */
import type { Problems } from '../problem.js';

/** A module's number, perhaps with the text of its box: `M08b[08b Diffusion]`. */
const node = String.raw`M(?:\d{2}[a-z]?)(?:\[[^\]]*\]|\([^)]*\))?`;
const group = new RegExp(String.raw`^${node}(?:\s*&\s*${node})*$`);
const numbers = /M(\d{2}[a-z]?)/g;

/** Which modules come right before each, by number. */
export type Prerequisites = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the arrows of a mermaid flowchart.
 *
 * @param firstLine the line of the file on which its text begins
 * @param known numbers of the modules
 */
export function parsePrerequisites(
  text: string,
  firstLine: number,
  known: readonly string[],
  problems: Problems,
): Prerequisites {
  const before = new Map<string, string[]>();
  let isRead = true;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = firstLine + i;
    const words = raw.trim();
    if (words === '' || words.startsWith('%%') || /^(flowchart|graph)\s/.test(words)) continue;
    const groups = words.split(/\s*-->\s*/);
    if (!groups.every((one) => group.test(one))) {
      problems.add({ line }, 'syllabus-graph-line', { got: words });
      isRead = false;
      continue;
    }
    // What stands in brackets is text.
    const chain = groups.map((one) =>
      [...one.replace(/\[[^\]]*\]|\([^)]*\)/g, '').matchAll(numbers)].map(([, id = '']) => id),
    );
    for (const number of chain.flat()) {
      if (known.includes(number)) {
        if (!before.has(number)) before.set(number, []);
      } else {
        const column = raw.indexOf(`M${number}`) + 1;
        const params = { number: `M${number}`, known: known.join(', ') };
        problems.add({ line, column }, 'syllabus-graph-module', params);
        isRead = false;
      }
    }
    for (const [at, to] of chain.slice(1).entries()) {
      for (const one of to) {
        const list = before.get(one);
        for (const from of chain[at] ?? []) if (!list?.includes(from)) list?.push(from);
      }
    }
  }
  // Of a line that could not be read it is not known what it says.
  if (!isRead) return before;
  for (const number of known) {
    if (!before.has(number)) {
      problems.add({ line: firstLine }, 'syllabus-graph-lacks', { number: `M${number}` });
    }
  }
  const circle = findCircle(before);
  if (circle !== undefined) {
    const path = circle.map((number) => `M${number}`).join(' --> ');
    problems.add({ line: firstLine }, 'syllabus-graph-circle', { path });
  }
  return before;
}

/** Every module that must be done before this one. */
export function ancestorsOf(number: string, before: Prerequisites): Set<string> {
  const found = new Set<string>();
  const pending = [...(before.get(number) ?? [])];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    pending.push(...(before.get(one) ?? []));
  }
  return found;
}

/** A way from a module back to itself. */
function findCircle(before: Prerequisites): string[] | undefined {
  for (const [number, list] of before) {
    for (const first of list) {
      const way = wayTo(number, first, before, new Set());
      if (way !== undefined) return [number, ...way].reverse();
    }
  }
  return undefined;
}

function wayTo(
  target: string,
  from: string,
  before: Prerequisites,
  seen: Set<string>,
): string[] | undefined {
  if (from === target) return [from];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of before.get(from) ?? []) {
    const way = wayTo(target, next, before, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}
