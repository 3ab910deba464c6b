/** The exercises of a lesson: statement, signature, starter code, check and hints, and their rules. */
import type { Html, RootContent } from 'mdast';
import type { ExerciseMeta } from './fence.js';
import { spanOf } from './markdown.js';
import type { Problems } from './problem.js';
import type { Cell, Section } from './section.js';

export interface Exercise extends Omit<ExerciseMeta, 'name'> {
  /** Name of the function that the student writes. */
  id: string;
  /** The heading over it. */
  title: string;
  /** The Markdown between heading and cell. */
  statement: string;
  /** The typed signature shown in the statement. */
  signature: string;
  /** What the student's cell holds at first. */
  starter: string;
  /** From nudge to near-solution, as Markdown. */
  hints: readonly string[];
  /** Line of the student's cell in `lesson.md`. */
  line: number;
}

type ExerciseCell = Extract<Cell, { kind: 'exercise' }>;

/** Finds the exercises, and reports what each of them lacks. */
export function collectExercises(
  text: string,
  sections: Section[],
  problems: Problems,
): Exercise[] {
  const found = new Map<string, Exercise>();
  const checked = new Map<string, number>();
  for (const section of sections) {
    const cells = section.cells.filter((cell): cell is ExerciseCell => cell.kind === 'exercise');
    for (const [i, cell] of cells.entries()) {
      const { name } = cell.exercise;
      const before = found.get(name);
      if (before !== undefined) {
        problems.add(cell, 'exercise-twice', { name, line: before.line });
      } else if (i > 0) problems.add(cell, 'exercise-shares-heading', { name });
      else found.set(name, readExercise(text, section, cell, problems));
    }
    for (const cell of section.cells) {
      if (cell.kind !== 'check') continue;
      const name = cell.exercise;
      if (!found.has(name)) problems.add(cell, 'check-without-exercise', { name });
      else if (checked.has(name)) problems.add(cell, 'check-twice', { name });
      else if (!cell.source.includes(`check('${name}', ${name})`)) {
        problems.add(cell, 'check-call', { name });
      }
      checked.set(name, cell.line);
    }
  }
  for (const { id, line } of found.values()) {
    if (!checked.has(id)) problems.add({ line }, 'check-missing', { name: id });
  }
  return [...found.values()];
}

function readExercise(
  text: string,
  section: Section,
  cell: ExerciseCell,
  problems: Problems,
): Exercise {
  const { name, ...meta } = cell.exercise;
  const at = section.nodes.findIndex((node) => spanOf(node).line === cell.line - 1);
  const before = section.nodes.slice(0, at);
  const hints = foldedHints(text, section.nodes.slice(at + 1));
  if (section.title === '') problems.add(cell, 'exercise-no-heading', { name });
  const statementNodes = before.filter((node) => node.type !== 'heading');
  const [from, to] = [statementNodes[0], statementNodes.at(-1)];
  const statement = from && to ? text.slice(spanOf(from).start, spanOf(to).end) : '';
  const signature = before.find(
    (node) => node.type === 'code' && node.lang === 'ts' && node.meta === 'static',
  );
  const typed = signature?.type === 'code' ? signature.value : '';
  // Type parameters may stand between them: `mapLimit<T, R>(…)`.
  if (!new RegExp(`\\b${name}(?:<[^()]*>)?\\(`).test(typed))
    problems.add(cell, 'signature-missing', { name });
  if (!new RegExp(`\\b(function|class)\\s+${name}\\b`).test(cell.source)) {
    problems.add(cell, 'starter-without-name', { name });
  }
  return {
    id: name,
    title: section.title,
    ...meta,
    statement,
    signature: typed,
    starter: cell.source,
    hints,
    line: cell.line,
  };
}

/** The Markdown inside each folded block whose summary begins with the word for a hint. */
export function foldedHints(text: string, nodes: readonly RootContent[]): string[] {
  const hints: string[] = [];
  let opened: Html | undefined;
  for (const node of nodes) {
    if (node.type !== 'html') continue;
    if (/<details[\s>]/i.test(node.value) && /<summary>\s*(Hint|提示)/i.test(node.value)) {
      opened = node;
    }
    if (opened !== undefined && /<\/details>/i.test(node.value)) {
      const inside = text.slice(spanOf(opened).end, spanOf(node).start).trim();
      hints.push(inside);
      opened = undefined;
    }
  }
  return hints.filter((hint) => hint !== '');
}
