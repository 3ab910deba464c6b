/** What a run of a lesson did that no lesson may do, with the line of the cell. */
import { isNoise } from '../../../src/notebook/kernel/quiet.js';
import type { Output } from '../../outputs.js';
import type { Lesson } from '../lesson.js';
import type { Problem } from '../problem.js';
import type { Answer } from './answer.js';

export type RunMode = 'solved' | 'unsolved';

/**
 * Tensors that a cell may lose: a value looked at and forgotten, as in `tf.add(a, b).print()`, is how
 * one explores, and costs nothing. A training that loses one in each step loses hundreds.
 */
const lostAllowed = { tensors: 16, bytes: 1 << 20 };

interface Run {
  mode: RunMode;
  seed: number;
  /** What it was given. */
  seconds: number;
  /** By Python, where it failed itself. */
  said: string;
}

/** A sentence follows behind it. */
function firstLine(text: string): string {
  const line = (text.trim().split('\n')[0] ?? '').trim().slice(0, 300);
  return line === '' || /[.!?:;。！？]$/.test(line) ? line : `${line}.`;
}
const textOf = ({ text = '' }: Output): string => [text].flat().join('');

/** Nothing where the lesson ran as it should. */
export function runProblems(lesson: Lesson, answer: Answer | undefined, run: Run): Problem[] {
  const { mode, seed } = run;
  const tell = (
    id: string | null,
    code: Problem['code'],
    params: Readonly<Record<string, string | number>>,
  ): Problem => ({
    // A translation has its code from the English lesson.
    file: 'lesson.md',
    line: lesson.cells.find((cell) => cell.id === id)?.line ?? 1,
    column: 1,
    code,
    params: { mode, seed, ...params },
  });
  if (answer === undefined) return [tell(null, 'run-failed', { message: firstLine(run.said) })];

  const found = answer.cells.flatMap(({ id, status, outputs }): Problem[] => {
    const problems = outputs.flatMap((output): Problem[] => {
      const { output_type, name, ename = '', evalue = '' } = output;
      if (output_type === 'error') {
        return [tell(id, 'run-cell', { message: firstLine(evalue) || ename })];
      }
      if (name !== 'stderr') return [];
      return [tell(id, 'run-stderr', { message: firstLine(textOf(output)) })];
    });
    return status === 'aborted' ? [...problems, tell(id, 'run-aborted', {})] : problems;
  });
  for (const { id, text } of answer.strays) {
    found.push(tell(id, 'run-stderr', { message: firstLine(text) }));
  }
  // A library that fails to load a shared object says so here, and so does a kernel that dies.
  const written = answer.written.split('\n').filter((line) => line.trim() !== '' && !isNoise(line));
  const { at, end } = answer;
  const last = written.find((line) => /error|fatal/i.test(line)) ?? written[0] ?? answer.said;
  if (at === null && end !== 'done') {
    found.push(tell(at, 'run-start', { limit: run.seconds, message: firstLine(last) }));
  } else if (end === 'dead') {
    found.push(tell(at, 'run-dead', { message: firstLine(last) }));
  } else if (end === 'timeout') {
    const spent = answer.cells.find(({ id }) => id === at)?.seconds ?? 0;
    found.push(tell(at, 'run-overtime', { limit: run.seconds, spent: spent.toFixed(1) }));
  } else if (written.length > 0) {
    found.push(tell(null, 'run-process-stderr', { message: firstLine(written[0] ?? '') }));
  }
  // Of a run that ended early, what is held cannot be told from what is lost.
  if (end !== 'done') return found;
  if (answer.probe === null)
    return [...found, tell(null, 'run-failed', { message: firstLine(run.said) })];
  for (const [id, { tensors, bytes }] of Object.entries(answer.probe.lost)) {
    if (tensors <= lostAllowed.tensors && bytes <= lostAllowed.bytes) continue;
    found.push(tell(id, 'run-lost', { tensors, kb: Math.ceil(bytes / 1024) }));
  }
  return found;
}
