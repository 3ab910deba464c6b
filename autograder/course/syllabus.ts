/** `syllabus.md` as a value: which lessons there are, and the course's words in both languages. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Root, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { parseMarkdown, spanOf } from './markdown.js';
import { Problems } from './problem.js';

const statuses = ['ready', 'planned'] as const;
export type LessonStatus = (typeof statuses)[number];

export interface SyllabusLesson {
  number: string;
  title: string;
  /** Folder under `notebooks/`; undefined while the lesson is only planned. */
  id: string | undefined;
  status: LessonStatus;
  prerequisites: string;
  line: number;
}

export interface Syllabus {
  title: string;
  lessons: readonly SyllabusLesson[];
  glossary: readonly { english: string; chinese: string }[];
}

const lessonColumns = ['Number', 'Lesson', 'Status', 'Prerequisites'];
const glossaryColumns = ['English', '中文'];

/**
 * Reads the syllabus.
 *
 * @throws CourseError with every problem as `syllabus.md:12:3: …`
 */
export async function readSyllabus(path: string): Promise<Syllabus> {
  const root = parseMarkdown(await readFile(path, 'utf8'));
  const problems = new Problems(basename(path));
  const heading = root.children.find((node) => node.type === 'heading');
  const lessons = rowsOf(root, lessonColumns, problems).map(({ cells, link, line }) => {
    const [number = '', title = '', status = '', prerequisites = ''] = cells;
    const known = statuses.find((name) => name === status);
    if (known === undefined) {
      problems.add({ line }, 'syllabus-status', { known: statuses.join(', '), got: status });
    }
    const id = link?.match(/^notebooks\/([^/]+)\//)?.[1];
    return { number, title, id, status: known ?? 'planned', prerequisites, line };
  });
  const glossary = rowsOf(root, glossaryColumns, problems).map(({ cells }) => ({
    english: cells[0] ?? '',
    chinese: cells[1] ?? '',
  }));
  problems.throwIfAny();
  return { title: heading === undefined ? '' : textOf(heading), lessons, glossary };
}

interface Row {
  cells: string[];
  /** The first link in the row. */
  link: string | undefined;
  line: number;
}

/** The rows of the table with these columns. */
function rowsOf(root: Root, columns: readonly string[], problems: Problems): Row[] {
  const table = root.children.find(
    (node): node is Table =>
      node.type === 'table' &&
      columns.every((name, i) => {
        const cell = node.children[0]?.children[i];
        return cell !== undefined && textOf(cell) === name;
      }),
  );
  if (table === undefined) {
    problems.add({ line: 1 }, 'syllabus-table', { columns: columns.join(', ') });
    return [];
  }
  return table.children.slice(1).map((row) => {
    const links = row.children.flatMap((cell) =>
      cell.children.flatMap((node) => (node.type === 'link' ? [node.url] : [])),
    );
    return {
      cells: row.children.map((cell) => textOf(cell).trim()),
      link: links[0],
      line: spanOf(row).line,
    };
  });
}
