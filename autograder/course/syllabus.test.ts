import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSyllabus, type Syllabus } from './syllabus.js';

async function read(text: string): Promise<Syllabus> {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-syllabus-'));
  try {
    const path = join(folder, 'syllabus.md');
    writeFileSync(path, text);
    return await readSyllabus(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const head = '# The course\n\n| Number | Lesson | Status | Prerequisites |\n|---|---|---|---|\n';
const glossary = '\n| English | 中文 |\n|---|---|\n| loss | 损失 |\n';

test('lessons with and without a notebook, and the glossary', async () => {
  const rows =
    '| 01 | Tensors | planned | none |\n| 02 | [Nets](notebooks/02-nets/lesson.ipynb) | ready | 01 |\n';
  const syllabus = await read(head + rows + glossary);
  expect(syllabus.title).toBe('The course');
  expect(syllabus.lessons).toEqual([
    {
      number: '01',
      title: 'Tensors',
      id: undefined,
      status: 'planned',
      prerequisites: 'none',
      line: 5,
    },
    { number: '02', title: 'Nets', id: '02-nets', status: 'ready', prerequisites: '01', line: 6 },
  ]);
  expect(syllabus.glossary).toEqual([{ english: 'loss', chinese: '损失' }]);
});

test('a missing table and a wrong status are told together', async () => {
  const text = `${head}| 01 | Tensors | done | none |\n`;
  await expect(read(text)).rejects.toThrow(
    'syllabus.md:1:1: The syllabus has no table with the columns English, 中文.\nsyllabus.md:5:1: Expected the status to be one of ready, planned. Received: done',
  );
});
