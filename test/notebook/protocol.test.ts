/**
 * Every cell of every lesson, or of those that `GRADUS_LESSONS` chooses, run in our kernel through the
 * Jupyter protocol.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type CodeCell, chosenLessons, codeCells, lessonNotebook } from './lessons.js';
import { type CellRun, errorText, runCells, streamText, temporaryWorkspace } from './run-cells.js';

/** Full mode of a lesson may take ten minutes; a test run has less. */
const lessonSeconds = 300;

interface Ran extends CodeCell {
  run: CellRun;
}

async function runLesson(name: string, solved: boolean, workspace: string): Promise<Ran[]> {
  const cwd = join(workspace, name);
  mkdirSync(cwd, { recursive: true });
  const cells = codeCells(await lessonNotebook(name, solved));
  const sources = cells.map((cell) => cell.source);
  const { results } = await runCells(sources, { cwd, timeout: lessonSeconds });
  return cells.flatMap((cell, i) => {
    const run = results[i];
    return run === undefined ? [] : [{ ...cell, run }];
  });
}

const checkText = ({ run }: Ran): string =>
  run.outputs
    .filter((output) => output.type === 'display_data')
    .map((output) => String(output.data?.['text/plain']))
    .join('\n');

const told = ({ source, run }: Ran): string =>
  `${source}\n→ ${run.reply.status}\n${errorText(run)}${streamText(run, 'stderr')}`;

for (const name of chosenLessons()) {
  describeIf('jupyter', `lesson ${name}, solved`, () => {
    const workspace = temporaryWorkspace();
    let ran: Ran[] = [];
    beforeAll(
      async () => {
        ran = await runLesson(name, true, workspace.folder);
      },
      (lessonSeconds + 60) * 1000,
    );
    afterAll(() => workspace.remove());

    test('no cell fails, is skipped, or writes to stderr', () => {
      expect(ran.length).toBeGreaterThan(5);
      const bad = ran.filter(
        ({ run }) => run.reply.status !== 'ok' || streamText(run, 'stderr') !== '',
      );
      expect(bad.map(told)).toEqual([]);
    });

    test('every check is green, and no later cell falls back to the library', () => {
      const checks = ran.filter(({ kind }) => kind === 'check');
      expect(checks.length).toBeGreaterThan(0);
      for (const check of checks) expect(checkText(check)).toMatch(/all \d+ visible tests passed/);
      const output = ran.map(({ run }) => streamText(run, 'stdout')).join('');
      // Of an earlier lesson nothing was kept.
      const own = output.replace(/.*once it is kept with.*/g, '');
      expect(own).not.toContain("the library's version runs");
    });

    test('shows at least three figures, each with a picture and a text beside the plotly form', () => {
      const figures = ran
        .flatMap(({ run }) => run.outputs)
        .filter(({ data }) => data?.['application/vnd.plotly.v1+json'] !== undefined);
      expect(figures.length).toBeGreaterThanOrEqual(3);
      for (const { data } of figures) {
        expect(data?.['application/vnd.plotly.v1+json']).toHaveProperty('data');
        expect(data?.['image/svg+xml']).toMatch(/^<svg /);
        expect(String(data?.['text/plain']).length).toBeGreaterThan(10);
      }
    });
  });

  describeIf('jupyter', `lesson ${name}, as handed out`, () => {
    const workspace = temporaryWorkspace();
    let ran: Ran[] = [];
    beforeAll(
      async () => {
        ran = await runLesson(name, false, workspace.folder);
      },
      (lessonSeconds + 60) * 1000,
    );
    afterAll(() => workspace.remove());

    test('every cell runs: an unsolved exercise blocks nothing', () => {
      const bad = ran.filter(
        ({ run }) => run.reply.status !== 'ok' || streamText(run, 'stderr') !== '',
      );
      expect(bad.map(told)).toEqual([]);
    });

    test('every check says that the exercise is not solved yet, and nothing else', () => {
      for (const check of ran.filter(({ kind }) => kind === 'check')) {
        expect(checkText(check)).toBe(
          `${check.exercise}: not solved yet. Write your code in its cell, run the cell, and check again.`,
        );
      }
    });

    test('later cells say that the library stands in', () => {
      const output = ran.map(({ run }) => streamText(run, 'stdout')).join('');
      for (const { exercise } of ran.filter(({ kind }) => kind === 'exercise')) {
        expect(output).toContain(`\`${exercise}\`: the library's version runs here`);
      }
    });
  });
}
