import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { courseIndex } from '../jupyterlab/course-index.mjs';
import { coursePage, writeCoursePage } from './course-page.js';
import { readProgress, recordCheck, workspaceOf, writeCourseIndex } from './course-record.js';

const index = courseIndex({
  syllabus: {
    title: 'A course',
    modules: [
      { number: '01', id: '01-tensors', title: { en: 'Tensors', zh: '张量' } },
      { number: '02', id: '02-net', title: { en: 'listed title', zh: '网络' } },
    ],
  },
  lessons: [
    {
      id: '02-net',
      title: 'A network | of <one>',
      promise: 'You train a network.',
      minutes: { read: 90, run: 1 },
      objectives: ['write softmax', 'train'],
      exercises: [
        { id: 'softmax', title: 'Exercise: Softmax' },
        { id: 'dense', title: 'A layer' },
      ],
      quizzes: [{ id: 'first' }, { id: 'second' }],
    },
  ],
});

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'gradus-page-'));
  writeCourseIndex(workspace, index);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(workspace, { recursive: true, force: true });
});

const page = (): string => readFileSync(join(workspace, 'index.md'), 'utf8');
const outcome = (passed: boolean, score: number) => ({
  passed,
  score,
  points: 2,
  at: '2026-01-01',
});

describe('the page of the course', () => {
  test('says what the course is, its lessons with minutes and objectives, and how far one is', () => {
    expect(writeCoursePage(workspace)).toBe('index.md');
    expect(page()).toContain('# A course');
    expect(page()).toContain('You have solved 0 of 2 exercises.');
    expect(page()).toContain('| 01 | Tensors |  | planned |');
    expect(page()).toContain(
      '| 02 | [A network \\| of \\<one\\>](02-net/lesson.ipynb) | 90 | □□ 0/2 |',
    );
    expect(page()).toContain('- write softmax\n- train');
    expect(page()).toContain('- ○ Softmax (`softmax`): not checked yet');
  });

  test('shows what checks have found, the latest of each', () => {
    recordCheck(workspace, '02-net', 'softmax', outcome(false, 0.5));
    recordCheck(workspace, '02-net', 'dense', outcome(false, 1));
    recordCheck(workspace, '02-net', 'softmax', outcome(true, 2));
    writeCoursePage(workspace);
    expect(page()).toContain('You have solved 1 of 2 exercises.');
    expect(page()).toContain('■□ 1/2');
    expect(page()).toContain('- ✓ Softmax (`softmax`): solved');
    expect(page()).toContain('- ○ A layer (`dense`): 1 of 2 points at the last check');
    recordCheck(workspace, '02-net', 'softmax', outcome(false, 0));
    writeCoursePage(workspace);
    expect(page()).toContain('You have solved 0 of 2 exercises.');
  });

  test("is written anew, but never over a file of the student's", () => {
    writeCoursePage(workspace);
    expect(writeCoursePage(workspace)).toBe('index.md');
    writeFileSync(join(workspace, 'index.md'), 'my notes');
    expect(writeCoursePage(workspace)).toBe('gradus-course.md');
    expect(page()).toBe('my notes');
    writeFileSync(join(workspace, 'gradus-course.md'), 'mine too');
    expect(writeCoursePage(workspace)).toBeUndefined();
    expect(readdirSync(workspace).sort()).toEqual(['.gradus', 'gradus-course.md', 'index.md']);
  });

  test('speaks the chosen language', () => {
    vi.stubEnv('GRADUS_LANG', 'zh');
    expect(coursePage(index, {})).toContain('共 2 道练习');
  });

  test('in Chinese: titles of planned lessons too, and lessons in the words they come with', () => {
    vi.stubEnv('GRADUS_LANG', 'zh');
    const modules = [
      { number: '01', id: '01-tensors', title: { en: 'Tensors', zh: '张量' } },
      { number: '02', id: '02-net', title: { en: 'A network', zh: '网络' } },
    ];
    const chinese = {
      id: '02-net',
      title: '从零写一个神经网络',
      promise: '你将训练它。',
      minutes: { read: 90, run: 1 },
      objectives: ['写出 softmax'],
      exercises: [{ id: 'softmax', title: '练习：softmax' }],
      quizzes: [],
    };
    const course = { syllabus: { title: 'A course', zh: '一门课', modules }, lessons: [chinese] };
    writeCourseIndex(workspace, courseIndex(course, 'zh'));
    writeCoursePage(workspace);
    for (const text of [
      '# 一门课',
      '| 01 | 张量 |  | 计划中 |',
      '| 02 | [从零写一个神经网络](02-net/lesson.ipynb) | 90 |',
      '你将训练它。',
      '- 写出 softmax',
      '- ○ softmax（`softmax`）：尚未检查',
    ]) {
      expect(page()).toContain(text);
    }
    expect(courseIndex({ ...course, lessons: [] }).lessons[0]).toEqual({
      number: '01',
      title: 'Tensors',
    });
  });
});

describe('progress', () => {
  test('of a broken, foreign or hostile file is what can be read of it', () => {
    const file = join(workspace, '.gradus', 'progress.json');
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"lessons":[1]}',
      '{"lessons":{"a":3}}',
      '{"lessons":{"02-net":{"softmax":{"passed":"yes"}}}}',
    ]) {
      writeFileSync(file, text);
      expect(Object.values(readProgress(workspace)).flatMap((one) => Object.keys(one))).toEqual([]);
      expect(writeCoursePage(workspace)).toBe('index.md');
    }
    writeFileSync(
      file,
      '{"lessons":{"02-net":{"softmax":{"passed":true},"__proto__":{"passed":true}}}}',
    );
    expect(readProgress(workspace)['02-net']?.softmax?.passed).toBe(true);
    expect(({} as { passed?: boolean }).passed).toBeUndefined();
    // The next check mends it.
    recordCheck(workspace, '02-net', 'dense', outcome(true, 2));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  test('is kept in the workspace that a notebook lies in, and nowhere without one', () => {
    const inside = join(workspace, '02-net', 'deep');
    mkdirSync(inside, { recursive: true });
    expect(workspaceOf(inside)).toBe(workspace);
    rmSync(join(workspace, '.gradus'), { recursive: true });
    expect(workspaceOf(inside)).toBeUndefined();
    expect(writeCoursePage(workspace)).toBeUndefined();
    expect(existsSync(join(workspace, 'index.md'))).toBe(false);
  });
});
