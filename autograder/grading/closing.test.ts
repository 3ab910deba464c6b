/** Whatever of the grader is closed, at whatever moment, leaves no process behind. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { describeIf } from '../../test/capabilities.js';
import { network } from '../reference/private.fixture.js';
import type { StudentResult } from '../results/results.js';
import { gradeClass } from './grade-class.js';
import { openGrading } from './index.js';
import { killAll, processes } from './marked.fixture.js';
import { startHandedInReader } from './read-handed-in.js';
import { classSource, startReader } from './reader.js';
import { lastingChecks, startChecking, startTypeService } from './type-service.js';

const ada = fileURLToPath(new URL('../../test/example-class/submissions/ada', import.meta.url));
const right = readFileSync(join(ada, 'lesson.ipynb'));
const folder = mkdtempSync(join(tmpdir(), 'gradus-closing-'));
for (const student of ['a', 'b', 'c']) cpSync(ada, join(folder, student), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const moments = [0, 5, 20, 50, 100, 200];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error) => error);
const closed = { code: 'closed' };

describe.each(moments)('closed %i ms after a process was started', (ms) => {
  test('in the place of one that read a class', async () => {
    const reader = await startReader(classSource(folder));
    expect(killAll('reader-main')).toBe(1);
    const read = settled(reader.read(0, { artefacts: [] }));
    await pause(ms);
    await reader.close();
    expect(await read).toMatchObject(closed);
    expect(processes()).toEqual([]);
    await expect(reader.read(1, { artefacts: [] })).rejects.toMatchObject(closed);
    expect(processes()).toEqual([]);
  });

  test('to read one submission', async () => {
    const reader = startHandedInReader({ id: network, artefacts: [] });
    const handedIn = { student: 'a', files: { 'lesson.ipynb': right } };
    const read = settled(reader.read(handedIn));
    await pause(ms);
    await reader.close();
    expect(await read).toMatchObject(closed);
    await expect(reader.read(handedIn)).rejects.toMatchObject(closed);
    expect(processes()).toEqual([]);
  });

  test('to check types', async () => {
    const checking = startChecking(packageRoot());
    const read = async () => right;
    const types = startTypeService({ root: packageRoot(), count: 2, read, checking });
    const lasting = lastingChecks(packageRoot());
    const check = lasting.check(right);
    await pause(ms);
    await Promise.all([types.close(), lasting.close()]);
    expect(await types.check(0)).toHaveLength(0);
    expect(await check).toHaveLength(0);
    expect(await lasting.check(right)).toHaveLength(0);
    expect(processes()).toEqual([]);
  });
});

describeIf('unshare', 'what grades', () => {
  const secret = Buffer.alloc(32, 3);

  test.each(moments)(
    'is closed %i ms after another was started in its place',
    async (ms) => {
      const grading = await openGrading({ lesson: network, secret, sandbox: 'unshare', jobs: 2 });
      killAll('worker-main');
      const files = { 'lesson.ipynb': right };
      const graded = settled(grading.grade({ student: 'a', files }));
      await pause(ms);
      await grading.close();
      expect(await graded).toMatchObject(closed);
      expect(processes()).toEqual([]);
      await expect(grading.grade({ student: 'b', files })).rejects.toMatchObject(closed);
      expect(processes()).toEqual([]);
    },
    60_000,
  );

  const options = { folder, secret, sandbox: 'unshare' as const, jobs: 2, only: ['softmax'] };

  test('leaves nothing and goes on with nothing when a hook throws', async () => {
    let begun = 0;
    let records = 0;
    const failed = gradeClass({
      ...options,
      onProgress: ({ kind }) => {
        if (kind === 'student-start') begun++;
      },
      async onRecord() {
        records++;
        throw new Error('the disk is full');
      },
    });
    await expect(failed).rejects.toThrow('the disk is full');
    expect(processes()).toEqual([]);
    const before = [begun, records];
    await pause(500);
    expect([begun, records]).toEqual(before);
    expect(processes()).toEqual([]);
  }, 120_000);

  test('leaves nothing when its processes are gone as the last result comes', async () => {
    let records = 0;
    const { grade } = await gradeClass({
      ...options,
      onProgress() {},
      async onRecord(record): Promise<StudentResult> {
        if (++records === 3) killAll('worker-main');
        return record;
      },
    });
    expect(grade.students.map(({ score }) => score)).toEqual([3, 3, 3]);
    expect(processes()).toEqual([]);
  }, 120_000);

  test('asks again what a process ended before it had: nobody loses anything', async () => {
    const made = new Map<string, number>();
    const { grade } = await gradeClass({
      ...options,
      jobs: 1,
      onProgress() {},
      async onRecord(record, _, make) {
        // They take nothing any more, and are gone a little later.
        killAll('worker-main', 'SIGSTOP');
        const making = make(record);
        await pause(200);
        killAll('worker-main');
        const { record: told, files } = await making;
        made.set(told.student, files.size);
        return told;
      },
    });
    expect(grade.students.map(({ score, notices }) => [score, notices])).toEqual(
      Array(3).fill([3, []]),
    );
    expect([...made.values()].every((size) => size > 0)).toBe(true);
    expect(processes()).toEqual([]);
  }, 120_000);
});
