/** Every sixth submission of the truth corpus, and every right answer on some seeds. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeIf } from '../capabilities.js';
import { broken, hostile } from './broken.mjs';
import { built, gradeCorpus } from './grade.mjs';
import { submissions } from './submissions.mjs';
import { rightSources, sweep } from './sweep.mjs';

it('holds its submissions, the same ones every time', () => {
  const corpus = submissions(1);
  const count = (group: string) => corpus.filter((one) => one.group === group).length;
  expect(['right', 'mutant', 'partial', 'slow', 'hostile'].map(count)).toEqual([
    60,
    80,
    20,
    20,
    hostile.length + broken.length,
  ]);
  expect(new Set(corpus.map(({ id }) => id)).size).toBe(180 + hostile.length + broken.length);
  expect(submissions(1).map(({ text }) => text)).toEqual(corpus.map(({ text }) => text));
  expect(submissions(2)[0]?.text).not.toEqual(corpus[0]?.text);
});

describeIf('unshare', 'graded behind unshare', () => {
  it('no false pass, no false fail, and the class is finished', async () => {
    if (!existsSync(built)) throw new Error('Expected a build in dist/. Run: npm run build');
    const scratch = await mkdtemp(join(tmpdir(), 'gradus-truth-'));
    try {
      const some = submissions(1).filter((_, i) => i % 6 === 4);
      const report = await gradeCorpus(scratch, some, 'unshare');
      expect(report).toMatchObject({ finished: true, falses: [], error: '' });
      expect(report.verdicts).toBeGreaterThan(4 * some.length);
    } finally {
      await rm(scratch, { recursive: true });
    }
  }, 300_000);

  it('right answers lose no test on other seeds', async () => {
    const answers = rightSources(fileURLToPath(new URL('../../', import.meta.url)));
    const { runs, lost } = await sweep(answers, { seeds: 2, sandbox: 'unshare' });
    expect(lost).toEqual([]);
    expect(runs).toBeGreaterThan(300);
  }, 300_000);
});
