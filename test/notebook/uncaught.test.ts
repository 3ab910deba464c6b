/** What a cell leaves behind and nobody catches: the kernel says so in a line, and goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type CellRun, runCells, streamText, temporaryWorkspace } from './run-cells.js';

const pause = 'await new Promise((resolve) => setTimeout(resolve, 60));';

/** Cells that leave an error behind, and the line that it is told by. */
const cases: Record<string, [code: string, line: string]> = {
  'a promise that nobody awaits': [
    `async function bad() { await new Promise((r) => setTimeout(r, 5)); throw new Error('disk full'); }\nbad();`,
    'Error: disk full',
  ],
  'a promise that fails at once': ["Promise.reject(new TypeError('no'));", 'TypeError: no'],
  'a timer': ["setTimeout(() => { throw new RangeError('late'); }, 1);", 'RangeError: late'],
  'an event': [
    "import { EventEmitter } from 'node:events';\nqueueMicrotask(() => new EventEmitter().emit('error', new Error('rings')));",
    'Error: rings',
  ],
  'what is no error': ["Promise.reject('only a text');", 'only a text'],
  'a listener of the cell that throws it again': [
    "process.once('unhandledRejection', (reason) => { throw reason; });\nPromise.reject(new Error('again'));",
    'Error: again',
  ],
  'a listener of the cell that fails itself': [
    "process.once('uncaughtException', () => { throw new Error('of the listener'); });\nsetTimeout(() => { throw new Error('of the timer'); }, 1);",
    'Error: of the listener',
  ],
};

describeIf('jupyter', 'an error that nobody caught, after the set-up cell', () => {
  const workspace = temporaryWorkspace();
  const told = new Map<string, CellRun>();
  let last: CellRun | undefined;
  beforeAll(async () => {
    const setup = "import { useBackend } from 'gradus';\nawait useBackend('wasm');\nlet kept = 7;";
    const codes = Object.values(cases).map(([code]) => `${code}\n${pause}`);
    const { results } = await runCells([setup, ...codes, 'kept + 1'], { cwd: workspace.folder });
    for (const [i, name] of Object.keys(cases).entries()) {
      told.set(name, results[i + 1] as CellRun);
    }
    last = results.at(-1);
  }, 60_000);
  afterAll(() => workspace.remove());

  test.each(Object.entries(cases))('%s', (name, [, line]) => {
    const run = told.get(name);
    expect(run?.reply.status).toBe('ok');
    const text = streamText(run, 'stderr');
    expect(text).toContain('An error that nothing caught');
    expect(text).toContain(line);
    expect(text).not.toContain('tf-backend-wasm');
    // Each once: what is thrown again is no other error.
    expect(text.split(line)).toHaveLength(2);
  });

  test('the place of the error is told, as of any other', () => {
    const text = streamText(told.get('a promise that nobody awaits'), 'stderr');
    expect(text).toContain('line 1, in bad');
  });

  test('what was computed is still there', () => {
    expect(streamText(last, 'stdout')).toBe('8\n');
  });
});

describeIf('jupyter', 'what ES2023 has and what prints a promise', () => {
  const workspace = temporaryWorkspace();
  let results: CellRun[] = [];
  beforeAll(async () => {
    const cells = [
      'const list: readonly number[] = [3, 1, 2];\nconsole.log(list.toSorted(), list.findLast((x) => x < 3), list.with(0, 9));\nFloat32Array.of(2, 1).toSorted().toReversed()',
      'const slow = async () => { await null; };\nconsole.log(slow(), [slow()]);\nslow()',
    ];
    ({ results } = await runCells(cells, { cwd: workspace.folder }));
  }, 60_000);
  afterAll(() => workspace.remove());

  test('methods that answer with a copy run in a cell', () => {
    expect(streamText(results[0], 'stdout')).toBe(
      '[ 1, 2, 3 ] 2 [ 9, 1, 2 ]\nFloat32Array(2) [ 2, 1 ]\n',
    );
  });

  test('a promise is printed as in a program', () => {
    expect(streamText(results[1], 'stdout')).toBe(
      'Promise { <pending> } [ Promise { <pending> } ]\nPromise { <pending> }\n',
    );
  });
});
