/** Cells whose outputs a published notebook has lost. */
import type { Lesson } from './lesson.js';
import type { Problem } from './problem.js';

/**
 * @param file name of the notebook
 * @param ids of the cells
 */
export function outputsMissing(
  { id: lesson, cells }: Pick<Lesson, 'id' | 'cells'>,
  file: string,
  ids: readonly string[],
): Problem[] {
  return ids.map((id) => ({
    file: 'lesson.md',
    line: cells.find((cell) => cell.id === id)?.line ?? 1,
    column: 1,
    code: 'outputs-missing' as const,
    params: { file, lesson },
  }));
}
