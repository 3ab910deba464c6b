/** The table of the whole course for a README: generated, never typed. */
import { roles, type Syllabus } from './schema.js';

const begin = '<!-- course: made from syllabus.md by `gradus build` -->';
const end = '<!-- /course -->';

const titles: Record<(typeof roles)[number], string> = {
  algorithm: 'algorithm engineer',
  data: 'data engineer',
  'ai-engineer': 'AI engineer',
};

/** Modules and projects with their hours, what comes before them, and who works through them. */
export function courseTable({ modules, projects, capstone, roles: byRole }: Syllabus): string {
  const signs = (name: string): string[] =>
    roles.map((role) => {
      const { core, reading, elective } = byRole[role].path;
      if (core.includes(name)) return '●';
      if (reading.includes(name)) return '◐';
      return elective.includes(name) ? '○' : '';
    });
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const lessons = modules.map(({ id, number, title, status, hours, after }) => {
    const name =
      status === 'ready'
        ? `[${title.en}](notebooks/${id}/lesson.ipynb)`
        : `${title.en} *(planned)*`;
    return row([number, name, hours, after.join(', '), ...signs(number)]);
  });
  const after = [...capstone.after, capstone.afterOneOf.join(' or ')].filter((one) => one !== '');
  return [
    row(['', 'Module', 'Hours', 'After', ...roles.map((role) => titles[role])]),
    row(Array(4 + roles.length).fill('---')),
    ...lessons,
    ...projects.map((one) => row([one.id, one.title.en, one.hours, one.after, ...signs(one.id)])),
    row(['', 'Capstone', capstone.hours, after.join(' and '), '●', '●', '●']),
    row([
      '',
      'Hours of a path',
      '',
      '',
      ...roles.map((role) => byRole[role].hours + capstone.hours),
    ]),
    '',
    '● core, ◐ read, ○ elective',
  ].join('\n');
}

/**
 * A text with the table between its two marks.
 *
 * @returns undefined where the text has no marks
 */
export function withCourseTable(text: string, syllabus: Syllabus): string | undefined {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  return `${text.slice(0, from + begin.length)}\n\n${courseTable(syllabus)}\n\n${text.slice(to)}`;
}
