import { expect, test } from 'vitest';
import { parseLesson } from '../lesson.js';
import { problemText } from '../problem.js';
import { sample } from '../sample.js';
import type { Answer } from './answer.js';
import { type RunMode, runProblems } from './problems.js';

const lesson = parseLesson(sample, 'lesson.md');
const cell = lesson.cells.find(({ kind }) => kind === 'code');
const id = cell?.id ?? '';
const fine: Answer = {
  seconds: 2,
  cells: [{ id, seconds: 1, status: 'ok', outputs: [] }],
  end: 'done',
  at: null,
  said: '',
  probe: { lost: {} },
  strays: [],
  written: '',
};
const told = (answer: Answer | undefined, mode: RunMode = 'solved'): string[] =>
  runProblems(lesson, answer, { mode, seed: 1, seconds: 45, said: 'No module named nbclient' }).map(
    (one) => problemText(one, 'en'),
  );
const at = (rest: string): unknown =>
  expect.stringMatching(new RegExp(`^lesson\\.md:${cell?.line}:1: ${rest}`));
const anywhere = (rest: string): unknown =>
  expect.stringMatching(new RegExp(`^lesson\\.md:1:1: ${rest}`));
const withCell = (more: Partial<Answer['cells'][number]>): Answer => ({
  ...fine,
  cells: [{ id, seconds: 1, status: 'ok', outputs: [], ...more }],
});

test('a run that goes well has none', () => {
  expect(told(fine)).toEqual([]);
  expect(
    told(withCell({ outputs: [{ output_type: 'stream', name: 'stdout', text: 'x' }] })),
  ).toEqual([]);
});

test.each<[string, Answer, unknown]>([
  [
    'an error',
    withCell({
      status: 'error',
      outputs: [{ output_type: 'error', ename: 'Error', evalue: 'no\nmore' }],
    }),
    at('With its solutions put in, on seed 1, this cell fails: no\\. Run'),
  ],
  [
    'an error without words',
    withCell({
      status: 'error',
      outputs: [{ output_type: 'error', ename: 'RangeError', evalue: '' }],
    }),
    at('.* fails: RangeError'),
  ],
  [
    'stderr',
    withCell({ outputs: [{ output_type: 'stream', name: 'stderr', text: ['oh\n', 'no'] }] }),
    at('.* writes to stderr, which readers see in red: oh'),
  ],
  ['late stderr', { ...fine, strays: [{ id, text: 'late' }] }, at('.* writes to stderr.*: late')],
  ['an abort', withCell({ status: 'aborted' }), at('.* the kernel refuses to run this cell')],
  [
    'a dead kernel',
    {
      ...fine,
      end: 'dead',
      at: id,
      written: 'x\nFATAL ERROR: heap out of memory\n',
      said: 'Kernel died',
    },
    at('.* the kernel ends in this cell: FATAL ERROR: heap out of memory'),
  ],
  [
    'overtime',
    { ...fine, end: 'timeout', at: id, probe: null },
    at('.* does not run within 45 s; this cell had been at work for 1.0 s'),
  ],
  [
    'a kernel that does not start in time',
    { ...fine, end: 'timeout', at: null, said: "Kernel didn't respond" },
    anywhere("The kernel did not start within 45 s: Kernel didn't respond"),
  ],
  [
    'many lost tensors',
    { ...fine, probe: { lost: { [id]: { tensors: 17, bytes: 68 } } } },
    at('.* loses 17 tensors \\(1 KB\\): nothing disposes them'),
  ],
  [
    'a large lost tensor',
    { ...fine, probe: { lost: { [id]: { tensors: 1, bytes: 2 << 20 } } } },
    at('.* loses 1 tensor \\(2048 KB\\)'),
  ],
  [
    "the process's own stderr",
    { ...fine, written: 'cannot open shared object file\n' },
    anywhere(".* the kernel's process wrote to its own stderr.*: cannot open shared object"),
  ],
  [
    'a kernel that does not answer in the end',
    { ...fine, probe: null },
    anywhere('.* did not run to its end'),
  ],
])('%s is told with its line and a remedy', (_name, answer, sentence) => {
  expect(told(answer)).toEqual([sentence]);
});

test('a few lost tensors, and what TensorFlow logs, are nothing', () => {
  expect(told({ ...fine, probe: { lost: { [id]: { tensors: 16, bytes: 1 << 20 } } } })).toEqual([]);
  const log = '2026-01-01 00:00:00.0: I tensorflow/core/x.cc:1] oneDNN custom operations are on\n';
  expect(told({ ...fine, written: log })).toEqual([]);
});

test('a run that Python could not make says why, and in which state the lesson was', () => {
  expect(told(undefined, 'unsolved')).toEqual([
    anywhere('As it is handed out, on seed 1, the lesson did not run .*No module named nbclient'),
  ]);
});
