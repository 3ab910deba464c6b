import { expect, test } from 'vitest';
import {
  type Artefact,
  folder,
  type HandedInArtefact,
  judgeArtefact,
  predictions,
} from './artefact.js';

const declared = { id: 'digits', path: 'predictions.csv', points: 4 };
const spec = {
  id: 'id',
  columns: ['digit'],
  labels: { a: [1], b: [2], c: [3], d: [4] },
  measure: 'accuracy',
  baseline: 0.25,
  bands: [
    { from: 0.5, share: 0.5 },
    { from: 1, share: 1 },
  ],
};
const csv = (...digits: number[]): HandedInArtefact => ({
  kind: 'file',
  bytes: Buffer.from(['id,digit', ...digits.map((n, i) => `${'abcd'[i]},${n}`)].join('\n')),
});
const judge = (artefact: Artefact, handed: HandedInArtefact) =>
  judgeArtefact(declared, artefact, handed).map(({ id, verdict, score, visible, issue }) => [
    id,
    verdict,
    score,
    visible,
    issue?.code,
  ]);

test('the best band that is reached counts; a part of the points is no pass', () => {
  const artefact = predictions(spec);
  const form = ['digits/form', 'passed', 0, true, undefined];
  expect(judge(artefact, csv(1, 2, 3, 4))).toEqual([
    form,
    ['digits/score', 'passed', 4, false, undefined],
  ]);
  expect(judge(artefact, csv(1, 2, 0, 0))).toEqual([
    form,
    ['digits/score', 'failed', 2, false, 'artefact-score'],
  ]);
  const [, low] = judgeArtefact(declared, artefact, csv(1, 0, 0, 0));
  expect(low).toMatchObject({
    score: 0,
    issue: { params: { measure: 'accuracy', got: 0.25, baseline: 0.25 } },
  });
});

test('what is no better than the baseline earns nothing, also where less is better', () => {
  const compute = (predicted: readonly number[][], labels: readonly (readonly number[])[]) =>
    predicted.reduce((sum, [n = 0], i) => sum + Math.abs(n - (labels[i]?.[0] ?? 0)), 0) / 4;
  const bands = [{ from: 100, share: 1 }];
  const error = predictions({
    ...spec,
    measure: 'error',
    compute,
    lessIsBetter: true,
    baseline: 1,
    bands,
  });
  expect(judge(error, csv(1, 2, 3, 6))[1]).toEqual(['digits/score', 'passed', 4, false, undefined]);
  expect(judge(error, csv(2, 3, 4, 5))[1]?.slice(1, 3)).toEqual(['failed', 0]);
});

test('a file that is missing, refused or malformed is told to the student; its score is not run', () => {
  const artefact = predictions(spec);
  const notRun = ['digits/score', 'not-run', 0, false, 'not-run'];
  for (const [handed, code] of [
    [{ kind: 'missing' }, 'artefact-missing'],
    [{ kind: 'refused', reason: 'link' }, 'artefact-refused'],
    [csv(1, 2, 3), 'csv-rows'],
  ] as const) {
    expect(judge(artefact, handed)).toEqual([['digits/form', 'failed', 0, true, code], notRun]);
  }
});

test('a folder is data to its check, whose sentence the student reads', () => {
  const files = new Map([['src/a.ts', 'process.exit(1)']]);
  const artefact = folder({
    check: (found) => ({ share: found.has('README.md') ? 1 : 0.5, sentence: 'No README.md.' }),
  });
  const [form, score] = judgeArtefact(declared, artefact, { kind: 'folder', files });
  expect(form).toMatchObject({ verdict: 'passed' });
  expect(score).toMatchObject({
    verdict: 'failed',
    score: 2,
    visible: true,
    issue: { code: 'expectation', params: { sentence: 'No README.md.' } },
  });
});

test("a check that fails itself is the grader's failure, never the student's", () => {
  const broken = [
    folder({ check: () => JSON.parse('no json') }),
    folder({ check: () => ({ share: 3, sentence: '' }) }),
    predictions({ ...spec, compute: () => Number.NaN }),
  ];
  for (const artefact of broken) {
    const handed =
      artefact.kind === 'folder' ? { kind: 'folder' as const, files: new Map() } : csv(1, 2, 3, 4);
    const [, score] = judgeArtefact(declared, artefact, handed);
    expect(score).toMatchObject({ verdict: 'error', score: 0, issue: { code: 'judge-failed' } });
  }
});

test('a declaration that could never be scored is refused', () => {
  expect(() => predictions({ ...spec, labels: { a: [1, 2] } })).toThrow(/labels of 1 numbers/);
  expect(() => predictions({ ...spec, labels: {} })).toThrow(/labels/);
  expect(() => predictions({ ...spec, bands: [] })).toThrow(/bands/);
  expect(() => predictions({ ...spec, bands: [{ from: 0, share: 2 }] })).toThrow(/share/);
});
