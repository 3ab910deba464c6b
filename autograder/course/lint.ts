/** Rules that a lesson must keep beyond being readable: form of its code, and a full reference. */
import { basename } from 'node:path';
import ts from '../../src/notebook/kernel/typescript.cjs';
import { artefactProblems } from '../reference/agreement.js';
import type { ReferenceParts } from '../reference/parts.js';
import { cellNames } from '../submission/names.js';
import type { Lesson } from './lesson.js';
import { lintQuizzes } from './lint/quizzes.js';
import { lintText } from './lint/text.js';
import { type Problem, Problems } from './problem.js';

const mostColumns = 80;
const mostLines = 25;
const leastMutants = 5;
const leastVariants = 2;

/** The parts of a lesson's reference that the rules look at. */
export type LessonReference = Pick<ReferenceParts, 'visible' | 'hidden' | 'mutants' | 'variants'> &
  Partial<Pick<ReferenceParts, 'artefacts'>>;

/** Everything that breaks a rule, in the order of the lesson. */
export function lintLesson(lesson: Lesson, reference: LessonReference): Problem[] {
  const problems = new Problems(basename(lesson.path));
  lintCode(lesson, problems);
  lintText(lesson, problems);
  lintQuizzes(lesson, problems);
  for (const { id: name, line, points } of lesson.exercises) {
    const place = { line };
    const [visible, hidden] = [reference.visible[name] ?? [], reference.hidden[name] ?? []];
    if (visible.length === 0) problems.add(place, 'tests-missing', { name, kind: 'visible' });
    if (hidden.length === 0) problems.add(place, 'tests-missing', { name, kind: 'hidden' });
    const sum = [...visible, ...hidden].reduce((total, test) => total + test.points, 0);
    if (Math.abs(sum - points) > 1e-9) {
      problems.add(place, 'points-differ', { name, fence: points, tests: sum });
    }
    const mutants = reference.mutants[name]?.length ?? 0;
    if (mutants < leastMutants) {
      problems.add(place, 'mutants-missing', { name, least: leastMutants, got: mutants });
    }
    const variants = reference.variants[name]?.length ?? 0;
    if (variants < leastVariants) {
      problems.add(place, 'variants-missing', { name, least: leastVariants, got: variants });
    }
  }
  for (const name of Object.keys({ ...reference.visible, ...reference.hidden })) {
    if (!lesson.exercises.some(({ id }) => id === name)) {
      problems.add({ line: 1 }, 'tests-without-exercise', { name });
    }
  }
  const place = { file: basename(lesson.path), line: 1, column: 1 };
  return [...problems.list, ...artefactProblems(lesson, reference.artefacts, place)];
}

/** Length, width and syntax of the cells, the last as tslab's own TypeScript sees it. */
function lintCode(lesson: Lesson, problems: Problems): void {
  for (const cell of lesson.cells) {
    if (cell.kind === 'markdown') continue;
    const lines = cell.source.split('\n');
    if (lines.length > mostLines) {
      problems.add(cell, 'cell-too-long', { most: mostLines, got: lines.length });
    }
    for (const [i, text] of lines.entries()) {
      if (text.length > mostColumns) {
        const place = { line: cell.line + i, column: mostColumns + 1 };
        problems.add(place, 'line-too-wide', { most: mostColumns, got: text.length });
      }
    }
    for (const { line, column, message } of syntaxErrors(cell.source)) {
      problems.add({ line: cell.line + line, column: column + 1 }, 'code-syntax', { message });
    }
  }
  lintNeeds(lesson, problems);
}

/** What an exercise says that it needs is declared by a cell that stands before it. */
function lintNeeds(lesson: Lesson, problems: Problems): void {
  const before = new Set<string>();
  for (const cell of lesson.cells) {
    if (cell.kind === 'markdown') continue;
    for (const name of cell.kind === 'exercise' ? cell.exercise.needs : []) {
      if (before.has(name)) continue;
      const known = [...before].join(', ');
      problems.add({ line: cell.line - 1 }, 'needs-unknown', { name, known });
    }
    const file = ts.createSourceFile('cell.ts', cell.source, ts.ScriptTarget.ES2022, true);
    for (const name of cellNames(file).declares) before.add(name);
  }
}

function syntaxErrors(source: string): { line: number; column: number; message: string }[] {
  const { diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ file, start = 0, messageText }) => {
    const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? {
      line: 0,
      character: 0,
    };
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    return { line, column: character, message };
  });
}
