import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseLesson, readLesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { sample } from './sample.js';
import { solutionSources, solvedNotebook } from './solved.js';

const lesson = parseLesson(sample, 'lesson.md');
const sourceOf = (notebook: string, id: string): string =>
  JSON.parse(notebook)
    .cells.find((cell: { id: string }) => cell.id === id)
    .source.join('');

test('only the exercise cells change', () => {
  const solution = 'const addOne = (n: number) => n + 1;';
  const solved = solvedNotebook(lesson, { solutions: { addOne: solution } });
  expect(sourceOf(solved, 'exercise-addOne')).toBe(solution);
  expect(sourceOf(solved, 'check-addOne')).toBe(sourceOf(compileLesson(lesson), 'check-addOne'));
  expect(solvedNotebook(lesson, { solutions: {} })).toBe(compileLesson(lesson));
});

test('a name that is no exercise is refused', () => {
  expect(() => solvedNotebook(lesson, { solutions: { addTwo: '' } })).toThrow(
    'Expected an exercise of 07-sample, one of: addOne. Received: addTwo',
  );
});

test('a solution gives one source for each function, as a student would write it', async () => {
  const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const id = '02-a-network-from-scratch';
  const sources = solutionSources(file(`autograder/reference/${id}/solution.ts`));
  const { exercises } = await readLesson(file(`notebooks/${id}/lesson.md`));
  expect(Object.keys(sources).sort()).toEqual(exercises.map((exercise) => exercise.id).sort());
  expect(sources.softmax).toMatch(/^function softmax\(/);
  expect(sources.trainMlp).toMatch(/^async function trainMlp\(/);
});

test('what would not fit in a cell of its own is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-solution-'));
  const path = join(folder, 'solution.ts');
  writeFileSync(path, "import { x } from 'y';\nexport function f() {}\nconst help = 1;\n");
  expect(() => solutionSources(path)).toThrow('Received on line 3: const help = 1;');
  rmSync(folder, { recursive: true });
});
