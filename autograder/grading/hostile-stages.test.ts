/** What ends the grader's own processes while they read a submission, list a class or make a page. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { StudentResult } from '../results/results.js';
import type { GradeClassOptions } from '../results/types.js';
import { sampleZip } from '../submission/sample-zip.js';
import { type ClassHooks, gradeClass, type LessonHooks } from './grade-class.js';
import { killAll, processes } from './marked.fixture.js';
import { type Member, MemoryBudget } from './memory-budget.js';
import { classSource, startReader } from './reader.js';
import { mostTries } from './restarting.js';

const example = fileURLToPath(new URL('../../test/example-class/submissions/', import.meta.url));
const top = mkdtempSync(join(tmpdir(), 'gradus-stages-'));
afterAll(() => rmSync(top, { recursive: true }));

/** A class of right notebooks. */
function classOf(name: string, students: readonly string[]): string {
  for (const student of students) {
    cpSync(join(example, 'ada'), join(top, name, student), { recursive: true });
  }
  return join(top, name);
}

test('a class whose listing ends its process is said so, and nothing is left', async () => {
  const folder = classOf('unlisted', ['ada']);
  const started = startReader(classSource(folder));
  started.catch(() => {});
  for (let killed = 0; killed < mostTries; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    killed += killAll('reader-main');
  }
  await expect(started).rejects.toMatchObject({
    code: 'class-stopped',
    params: { folder, reason: 'crash' },
  });
  expect(processes()).toEqual([]);
});

describeIf('unshare', 'a class, when a process of the grader is ended', () => {
  const grade = async (
    folder: string,
    hooks: Partial<GradeClassOptions & ClassHooks & LessonHooks>,
  ) => {
    const secret = Buffer.alloc(32, 3);
    const base = { folder, secret, sandbox: 'unshare' as const, jobs: 1, onProgress() {} };
    const { grade: result } = await gradeClass({ ...base, ...hooks });
    return new Map(result.students.map((student) => [student.student, student]));
  };
  /** A record of which a page takes seconds. */
  const large = (record: StudentResult): StudentResult => ({
    ...record,
    exercises: record.exercises.map((exercise) => ({
      ...exercise,
      tests: Array.from({ length: 1000 }, () => exercise.tests).flat(),
    })),
  });
  const told = (student: StudentResult | undefined) => [
    student?.score,
    ...(student?.notices.map(({ code, params }) => `${code} ${params.stage} ${params.reason}`) ??
      []),
  ];

  test('while it reads: that submission has its verdict, the others are read again', async () => {
    const folder = classOf('read', ['a', 'b', 'c', 'd']);
    let killed = 0;
    const students = await grade(folder, {
      onProgress(event) {
        if (event.kind === 'student-start' && event.student === 'c')
          killed += killAll('reader-main');
      },
    });
    expect(killed).toBe(1);
    const all = [...students.values()].map(told);
    const lost = all.filter(([score]) => score === 0);
    // Between two submissions nobody loses anything.
    expect(lost.length).toBeLessThanOrEqual(1);
    for (const one of lost) expect(one).toEqual([0, 'grading-stopped read crash']);
    expect(all.filter(([score]) => score === 20)).toHaveLength(4 - lost.length);
    expect(processes()).toEqual([]);
  }, 240_000);

  test('while it makes a page: that submission has its verdict and a page that says so', async () => {
    const folder = classOf('report', ['a', 'b']);
    const pages = new Map<string, string>();
    let records = 0;
    const students = await grade(folder, {
      async onRecord(record, _, make) {
        // Both are graded by then: what the process is stopped at is a page.
        const isLast = ++records === 2;
        const making = make(isLast ? large(record) : record);
        if (isLast) {
          await new Promise((resolve) => setTimeout(resolve, 500));
          killAll('worker-main');
        }
        const made = await making;
        pages.set(made.record.student, [...made.files.keys()].join());
        return made.record;
      },
    });
    // On a busy machine so large a page may be over its memory before it is killed: an end all the same.
    expect([...students.values()].map(told).sort()).toEqual([
      [0, expect.stringMatching(/^grading-stopped report (crash|memory)$/)],
      [20],
    ]);
    expect(pages.size).toBe(2);
    expect(pages.get('a')).toContain('.html');
    expect(processes()).toEqual([]);
  }, 240_000);

  test('an archive of thousands of names is refused alone', async () => {
    const folder = classOf('names', ['right']);
    mkdirSync(join(folder, 'many'));
    const entries = Array.from({ length: 5000 }, (_, i) => ({ name: `${i}/`.repeat(6) }));
    writeFileSync(join(folder, 'many', 'work.zip'), sampleZip(entries));
    const students = await grade(folder, {});
    expect(students.get('many')?.score).toBe(0);
    expect(students.get('many')?.notices).not.toEqual([]);
    expect(students.get('right')?.score).toBe(20);
  }, 240_000);

  test('for what others took: it is graded again with nothing beside it', async () => {
    /** Ends the first two that work on something, as one does that is over. */
    class Short extends MemoryBudget {
      readonly members = new Set<Member>();
      ended = 0;
      override join(member: Member): void {
        this.members.add(member);
      }
      override leave(member: Member): void {
        this.members.delete(member);
      }
      override hold(): void {
        const busy = [...this.members].filter(({ isBusy }) => isBusy);
        const [first] = busy;
        if (first === undefined || this.ended === 2 || busy.length < 2) return;
        this.ended++;
        first.end(100);
      }
    }
    const budget = new Short();
    const students = await grade(classOf('short', ['a', 'b']), { jobs: 2, budget });
    expect(budget.ended).toBe(2);
    expect([...students.values()].map(told)).toEqual([[20], [20]]);
    expect(processes()).toEqual([]);
  });
});
