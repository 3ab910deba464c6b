/** A passed exercise of lesson 00, kept, and run by a notebook of another lesson in the real kernel. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { lessonNotebook } from './lessons.js';
import { errorText, root, runCells, streamText, temporaryWorkspace } from './run-cells.js';

const lesson = '00-typescript-and-notebooks';

describeIf('jupyter', 'a kept exercise in the kernel of another lesson', () => {
  const workspace = temporaryWorkspace();
  const at = (...parts: string[]): string => join(workspace.folder, ...parts);
  beforeAll(async () => {
    mkdirSync(at(lesson));
    mkdirSync(at('03-later'));
    writeFileSync(at(lesson, 'lesson.ipynb'), await lessonNotebook(lesson, true));
  });
  afterAll(workspace.remove);
  const run = (folder: string, cells: readonly string[]) =>
    runCells(cells, {
      cwd: at(folder),
      env: { JPY_SESSION_NAME: at(folder, 'lesson.ipynb'), GRADUS_LANG: 'en' },
      timeout: 120,
    });

  test('is offered by its check, kept, and then run', async () => {
    const { results: offered } = await run(lesson, [
      "import { check } from 'gradus';",
      `import * as library from 'gradus/scratch';\nawait check('runningStats', (xs: number[]) => ({ mean: 0, variance: 0 }));`,
      'function groupMeans(rows: readonly { group: number; value?: number | null }[]) {\n  const all = new Map<number, number[]>();\n  for (const { group, value } of rows) {\n    const known = all.get(group) ?? [];\n    all.set(group, known);\n    if (typeof value === "number" && !Number.isNaN(value)) known.push(value);\n  }\n  return [...all.keys()].sort((a, b) => a - b).map((group) => {\n    const own = all.get(group)!;\n    const sum = own.reduce((s, x) => s + x, 0);\n    return { group, mean: own.length === 0 ? null : sum / own.length, count: own.length };\n  });\n}',
      "await check('groupMeans', groupMeans);",
    ]);
    const shown = (i: number): string => String(offered[i]?.outputs.at(-1)?.data?.['text/plain']);
    const command = `npx gradus keep ${lesson}/lesson.ipynb groupMeans`;
    expect(shown(3)).toContain(`keep it with this command in a terminal: \`${command}\``);
    expect(shown(1)).not.toContain('gradus keep');

    const cells = [
      "import { check, kept, tf } from 'gradus';\nimport * as library from 'gradus/scratch';",
      "const means = kept('groupMeans', library.groupMeans);\nmeans([{ group: 2, value: 3 }])[0].mean",
      "const limited = kept('mapLimit', library.mapLimit);\nawait limited(null as any, 1, async (x) => x);",
      "await check('groupMeans', (rows) => means(rows));",
    ];
    const before = await run('03-later', cells.slice(0, 2));
    expect(streamText(before.results[1], 'stdout')).toContain("the library's version runs here");

    const cli = join(root, 'dist', 'autograder', 'cli.js');
    execFileSync(process.execPath, [cli, 'keep', at(lesson, 'lesson.ipynb')], { stdio: 'pipe' });
    const { results } = await run('03-later', cells);
    expect(results.slice(0, 2).map(({ reply }) => reply.status)).toEqual(['ok', 'ok']);
    expect(streamText(results[1], 'stdout')).toContain(
      `\`groupMeans\`: your own version runs here, kept from lesson ${lesson}.`,
    );
    const told = errorText(results[2]);
    expect(told).toContain(`Thrown by your own \`mapLimit\`, kept from lesson ${lesson}`);
    expect(told).toMatch(new RegExp(`my-gradus/src/${lesson}/mapLimit\\.ts:\\d+: while `));
    // Where an exercise is tested the library's version runs, under the rules of that exercise.
    const checked = String(results[3]?.outputs.at(-1)?.data?.['text/plain']);
    expect(checked).toContain('gradus/scratch.groupMeans may not be used in this exercise');
    expect(readFileSync(at('my-gradus', 'src', 'index.ts'), 'utf8')).toContain('groupMeans');
  }, 240_000);

  test('a loop in it ends with the stop button', async () => {
    const file = at('my-gradus', 'src', lesson, 'groupMeans.ts');
    const { keptText } = await import('../../src/notebook/kept-package.js');
    const head = { lesson, exercise: 'groupMeans', version: '1', fits: true };
    writeFileSync(file, keptText(head, 'export function groupMeans() {\n  while (true) {}\n}\n'));
    const { results } = await runCells(
      [
        "import { kept } from 'gradus';\nimport * as library from 'gradus/scratch';\nconst means = kept('groupMeans', library.groupMeans);",
        { code: 'means([]);', interrupt_after: 1 },
        '1 + 1',
      ],
      { cwd: at('03-later'), timeout: 60 },
    );
    expect(errorText(results[1])).toContain('Interrupted');
    expect(results[2]?.reply.status).toBe('ok');
  });
});
