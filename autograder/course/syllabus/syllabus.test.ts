import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { courseTable, withCourseTable } from './course-table.js';
import { ancestorsOf } from './prerequisites.js';
import { sampleSyllabus, spoiltSyllabus } from './sample.js';
import { parseSyllabus, readSyllabus } from './syllabus.js';

const parse = (text: string) => parseSyllabus(text, 'some/syllabus.md');

test('everything that a syllabus says is a typed value', () => {
  const syllabus = parse(sampleSyllabus);
  expect(syllabus).toMatchObject({ id: 'sample', version: 1, language: 'en', title: 'The course' });
  expect(syllabus.lateRules.standard).toEqual({ graceMinutes: 60, lossPerDay: 0.1, mostDays: 5 });
  expect(syllabus.modules).toMatchObject([
    {
      id: '07-sample',
      number: '07',
      title: { en: 'A sample', zh: '样例' },
      status: 'ready',
      objectives: ['add one'],
      roles: ['data'],
      hours: 2,
      weight: 40,
      due: '2027-03-15T23:59:00+08:00',
      late: 'standard',
      after: [],
    },
    { id: '08b-nets', number: '08b', objectives: ['build a net', 'train it'], after: ['07'] },
  ]);
  expect(syllabus.roles.algorithm).toEqual({
    text: 'Makes models.',
    path: { core: ['08b', 'P1'], reading: ['07'], elective: [] },
    hours: 14,
  });
  expect(syllabus.roles['ai-engineer']).toMatchObject({ path: { reading: ['07'] }, hours: 6 });
  expect(syllabus.skills).toEqual([
    {
      title: 'Adding',
      levels: { algorithm: 'core', data: 'recommended', 'ai-engineer': 'optional' },
      modules: ['07'],
    },
    {
      title: 'Taking away',
      levels: { algorithm: 'core', data: 'optional', 'ai-engineer': 'core' },
      modules: ['08b'],
    },
  ]);
  expect(syllabus.projects).toMatchObject([
    { id: 'P1', title: { en: 'Break it', zh: '弄坏' }, text: 'One number.', automatic: 0.5 },
  ]);
  expect(syllabus.capstone).toMatchObject({ after: ['07'], afterOneOf: [], text: 'One product.' });
  expect(syllabus.leaderboard).toMatchObject({ after: '07', metric: 'loss', minutes: 5 });
  expect(syllabus.reading).toMatchObject([{ title: 'A book', link: 'https://example.org' }]);
  expect(syllabus.assistants).toBe('They may explain.');
  expect(syllabus.glossary).toEqual([{ english: 'loss', chinese: '损失' }]);
});

describe('what is wrong is told with its line and the remedy', () => {
  test.each([
    // front matter and fields
    ['version: 1', 'version: one', '3:10: Field version'],
    ['hours: 2', 'hours: [', '48:1: This is no valid YAML'],
    ['hours: 2', 'hours: many', '47:8: Field hours'],
    ['due: 2027-03-15T23:59:00+08:00', 'due: 2027-03-15T23:59:00', '49:6: Field due'],
    ['weight: 40', 'wieght: 40', 'Field all'],
    // sections
    ['## Leaderboard', '## Board', '1:1: The syllabus has no section `## Leaderboard`'],
    ['| Skill | algorithm |', '| Skill | algo |', '31:1: The section Skills has no table'],
    ['### 07 A sample', '### A sample', '40:1: Expected the heading to begin with 07'],
    ['### data', '### dat', '11:1: Expected a row and a heading `### data`'],
    ['- add one\n', '', '40:1: The module A sample has no objectives'],
    ['They may explain.', '', 'The section Assistants says nothing yet.'],
    ['- [A book](https://example.org), for words', '- A book', 'begins with a link'],
    ['◐ | ○ | 07', '◑ | ○ | 07', '35:1: Expected one of ● ◐ ○. Received: ◑'],
    // the graph
    ['```mermaid', '```text', 'Expected a drawing as a fence of `mermaid`'],
    ['--> M08b', '--> M09', '75:39: There is no module M09. Expected one of 07, 08b'],
    ['--> M08b', '--- M08b', '75:1: Expected modules and arrows'],
    ['--> M08b\n', '\n', 'The module M08b is not in the drawing'],
    ['--> M08b\n', '--> M08b --> M07\n', 'The arrows go in a circle: M07 --> M08b --> M07'],
    // what must fit together
    ['weight: 30', 'weight: 31', 'add up to 100. Received: 101'],
    ['late: standard', 'late: strict', '40:1: There is no late rule strict'],
    ['P1 | 07 |', 'P1 | – |', '15:1: The path of algorithm has 08b, which wants 07 before it'],
    ['| 08b | 07 |', '| 08b | – |', '17:1: The path of ai-engineer has 08b, which wants 07'],
    ['| data | 07 |', '| data | 07, 08b |', '16:1: The path of data has 08b at its core'],
    ['| data | 07 |', '| data | 07, 77 |', '16:1: There is no module or project 77'],
    ['| ● | 08b |', '| ● | 07 |', 'No row of the skills names module 08b'],
    ["after: ['07']", "after: ['70']", 'There is no module or project 70'],
    ['### 08b Nets', '### 05b Nets', 'Expected the heading to begin with 08b'],
    ['id: 08b-nets', 'id: 05b-nets', 'Expected the heading to begin with 05b'],
  ])('%j → %j', (from, to, told) => {
    expect(() => parse(spoiltSyllabus(from, to))).toThrow(told);
  });
});

test('modules go by their numbers, each once', () => {
  for (const number of ['05b', '06']) {
    const text = sampleSyllabus.replaceAll('08b', number);
    expect(() => parse(text)).toThrow(
      `Modules go by their numbers, each once: ${number} comes after`,
    );
  }
});

test('several problems are told at once, in the order of the file', () => {
  const text = spoiltSyllabus('version: 1', 'version: 0').replace('weight: 30', 'weight: much');
  const lines = (() => {
    try {
      parse(text);
      return [];
    } catch (error) {
      return String((error as Error).message).split('\n');
    }
  })();
  expect(lines[0]).toMatch(/^syllabus\.md:3:10: /);
  expect(lines[1]).toMatch(/^syllabus\.md:63:9: /);
});

test('what comes before a module, whatever way', () => {
  const before = new Map([
    ['01', []],
    ['02', ['01']],
    ['03', ['01']],
    ['04', ['02', '03']],
  ]);
  expect([...ancestorsOf('04', before)].sort()).toEqual(['01', '02', '03']);
  expect([...ancestorsOf('01', before)]).toEqual([]);
});

describe('the table of the course', () => {
  test('has modules, projects, what comes before and who works through them', () => {
    const lines = courseTable(parse(sampleSyllabus)).split('\n');
    expect(lines).toContain(
      '| 07 | [A sample](notebooks/07-sample/lesson.ipynb) | 2 |  | ◐ | ● | ◐ |',
    );
    expect(lines).toContain('| 08b | Nets *(planned)* | 5 | 07 | ● |  | ● |');
    expect(lines).toContain('| P1 | Break it | 8 | 07 | ● |  |  |');
    expect(lines).toContain('|  | Hours of a path |  |  | 24 | 12 | 16 |');
  });

  test('stands between its marks, and nowhere else', () => {
    const marks = ['<!-- course: made from syllabus.md by `gradus build` -->', '<!-- /course -->'];
    const text = `before\n${marks[0]}\nold\n${marks[1]}\nafter\n`;
    const made = withCourseTable(text, parse(sampleSyllabus)) ?? '';
    expect(made).toMatch(/^before\n/);
    expect(made).toMatch(/\nafter\n$/);
    expect(made).not.toContain('old');
    expect(withCourseTable(made, parse(sampleSyllabus))).toBe(made);
    expect(withCourseTable('no marks', parse(sampleSyllabus))).toBeUndefined();
  });
});

test('the course of this repository: 25 modules, every one with its place in the graph', async () => {
  const path = fileURLToPath(new URL('../../../syllabus.md', import.meta.url));
  const { modules, roles } = await readSyllabus(path);
  expect(modules.map(({ number }) => number).join(' ')).toBe(
    '00 01 02 02b 03 04 05 06 07 08 08b 09 10 11 11b 12 13 14 15 16 17 18 19 20 21',
  );
  const after = new Map(modules.map((one) => [one.number, one.after]));
  expect(after.get('12')).toContain('10');
  expect(after.get('13')).toEqual(['03', '09', '10']);
  for (const { number } of modules.slice(1)) {
    expect([...ancestorsOf(number, after)]).toContain('00');
  }
  for (const { hours } of Object.values(roles)) expect(hours).toBeGreaterThan(40);
});
