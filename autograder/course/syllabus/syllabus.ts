/**
 * `syllabus.md` as a value: the modules of the course and what comes before what, roles and their
 * paths, projects, rules, and the course's words in both languages.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Code } from 'mdast';
import { parseMarkdown, spanOf } from '../markdown.js';
import { Problems } from '../problem.js';
import { parseYaml } from '../yaml.js';
import { Document, type Part } from './document.js';
import { parsePrerequisites } from './prerequisites.js';
import { checkRules } from './rules.js';
import {
  type Capstone,
  type CourseMeta,
  capstoneSchema,
  courseSchema,
  type Leaderboard,
  type Level,
  leaderboardSchema,
  levels,
  type Module,
  moduleSchema,
  type Project,
  projectSchema,
  type Reading,
  type Role,
  type RoleMeta,
  readingShare,
  roles,
  type Skill,
  type Syllabus,
} from './schema.js';

/**
 * Reads the syllabus.
 *
 * @throws CourseError with every problem as `syllabus.md:12:3: …`
 */
export async function readSyllabus(path: string): Promise<Syllabus> {
  return parseSyllabus(await readFile(path, 'utf8'), path);
}

/** Reads the syllabus from its text. */
export function parseSyllabus(text: string, path: string): Syllabus {
  const problems = new Problems(basename(path));
  const root = parseMarkdown(text);
  const doc = new Document(text, root, problems);
  const meta = frontMatter(doc);
  const modules = readModules(doc);
  const projects = readProjects(doc);
  const syllabus = {
    title: doc.title,
    modules,
    roles: readRoles(doc, modules, projects),
    skills: readSkills(doc),
    projects,
    capstone: readCapstone(doc),
    leaderboard: readLeaderboard(doc),
    reading: readReading(doc),
    assistants: readAssistants(doc),
    glossary: doc.rows(doc.section('Glossary'), ['English', '中文']).map(({ cells }) => ({
      english: cells[0] ?? '',
      chinese: cells[1] ?? '',
    })),
  };
  // What could not be read would break rules too.
  problems.throwIfAny();
  const { capstone, leaderboard } = syllabus;
  if (meta === undefined || capstone === undefined || leaderboard === undefined) {
    throw new Error('unreachable: a problem was reported');
  }
  const whole = { ...syllabus, ...meta, capstone, leaderboard };
  checkRules(whole, doc);
  problems.throwIfAny();
  return whole;
}

function frontMatter({ root, problems }: Document): CourseMeta | undefined {
  const first = root.children[0];
  if (first?.type === 'yaml') {
    return parseYaml(first.value, spanOf(first).line + 1, courseSchema, problems);
  }
  problems.add({ line: 1 }, 'front-matter-missing');
  return undefined;
}

function readModules(doc: Document): Module[] {
  const parts = doc.children(doc.section('Modules'));
  const modules = parts.flatMap((part): Module[] => {
    const fields = doc.fields(part, moduleSchema);
    if (fields === undefined) return [];
    const { zh, ...rest } = fields;
    const number = rest.id.split('-', 1)[0] ?? '';
    const objectives = doc.items(part).map(({ text }) => text);
    const title = { en: titled(doc, part, number), zh };
    return [{ ...rest, number, title, objectives, after: [], line: part.line }];
  });
  const graph = doc.section('Prerequisites');
  const drawing = graph?.nodes.find(
    (node): node is Code => node.type === 'code' && node.lang === 'mermaid',
  );
  if (graph !== undefined && drawing === undefined) doc.problems.add(graph, 'syllabus-graph');
  if (drawing === undefined) return modules;
  // Also those whose fields are wrong: they are there.
  const known = [
    ...modules.map(({ number }) => number),
    ...parts.map(({ title }) => title.split(' ', 1)[0] ?? ''),
  ];

  const before = parsePrerequisites(
    drawing.value,
    spanOf(drawing).line + 1,
    [...new Set(known)],
    doc.problems,
  );
  return modules.map((module) => ({ ...module, after: before.get(module.number) ?? [] }));
}

/** The title of a heading such as `08b Diffusion`, without its number. */
function titled(doc: Document, part: Part, number: string): string {
  const [first = '', ...rest] = part.title.split(' ');
  if (first === number && rest.length > 0) return rest.join(' ');
  doc.problems.add(part, 'syllabus-heading', { number, title: part.title });
  return part.title;
}

function readProjects(doc: Document): Project[] {
  return doc.children(doc.section('Projects')).flatMap((part): Project[] => {
    const fields = doc.fields(part, projectSchema);
    if (fields === undefined) return [];
    const { zh, ...rest } = fields;
    const title = { en: titled(doc, part, rest.id), zh };
    return [{ ...rest, title, text: doc.prose(part), line: part.line }];
  });
}

function readCapstone(doc: Document): Capstone | undefined {
  const part = doc.section('Capstone');
  const fields = part && doc.fields(part, capstoneSchema);
  if (part === undefined || fields === undefined) return undefined;
  const { zh, ...rest } = fields;
  return { ...rest, title: { en: part.title, zh }, text: doc.prose(part), line: part.line };
}

function readLeaderboard(doc: Document): Leaderboard | undefined {
  const part = doc.section('Leaderboard');
  const fields = part && doc.fields(part, leaderboardSchema);
  if (part === undefined || fields === undefined) return undefined;
  return { ...fields, text: doc.prose(part), line: part.line };
}

/** Numbers and ids with commas between them, and nothing else. */
const listed = (cell: string): string[] =>
  cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '–');

const pathColumns = ['Role', 'Core', 'Reading', 'Elective'];

function readRoles(
  doc: Document,
  modules: readonly Module[],
  projects: readonly Project[],
): Syllabus['roles'] {
  const section = doc.section('Roles');
  const parts = doc.children(section);
  const rows = doc.rows(section, pathColumns);
  const hoursOf = new Map<string, number>([
    ...modules.map(({ number, hours }): [string, number] => [number, hours]),
    ...projects.map(({ id, hours }): [string, number] => [id, hours]),
  ]);
  const sum = (names: readonly string[]): number =>
    names.reduce((total, name) => total + (hoursOf.get(name) ?? 0), 0);
  const read = (role: Role): RoleMeta => {
    const part = parts.find(({ title }) => title === role);
    const row = rows.find(({ cells }) => cells[0] === role);
    if (section !== undefined && (part === undefined || row === undefined)) {
      doc.problems.add(section, 'syllabus-role', { role });
    }
    const [, core = '', reading = '', elective = ''] = row?.cells ?? [];
    const path = { core: listed(core), reading: listed(reading), elective: listed(elective) };
    const hours = sum(path.core) + readingShare * sum(path.reading);
    return { text: part === undefined ? '' : doc.prose(part), path, hours: Math.round(hours) };
  };
  return byRole(read);
}

/** Something for each role, which knows its place among them. */
const byRole = <T>(make: (role: Role, at: number) => T): Record<Role, T> =>
  Object.fromEntries(roles.map((role, at) => [role, make(role, at)])) as Record<Role, T>;

const skillColumns = ['Skill', ...roles, 'Modules'];

function readSkills(doc: Document): Skill[] {
  const signs = Object.entries(levels) as [Level, string][];
  return doc.rows(doc.section('Skills'), skillColumns).map(({ cells, line }) => {
    const [title = '', ...rest] = cells;
    const level = (i: number): Level => {
      const found = signs.find(([, sign]) => sign === rest[i]);
      if (found !== undefined) return found[0];
      const params = { known: signs.map(([, sign]) => sign).join(' '), got: rest[i] ?? '' };
      doc.problems.add({ line }, 'syllabus-level', params);
      return 'optional';
    };
    return {
      title,
      levels: byRole((_, at) => level(at)),
      modules: listed(rest[roles.length] ?? ''),
    };
  });
}

function readReading(doc: Document): Reading[] {
  const part = doc.section('Reading');
  if (part === undefined) return [];
  const items = doc.items(part);
  if (items.length === 0) doc.problems.add(part, 'syllabus-empty', { title: part.title });
  return items.map(({ text, line, link, linked }) => {
    if (link === undefined) doc.problems.add({ line }, 'syllabus-reading', { got: text });
    return { title: linked, link: link ?? '', text };
  });
}

function readAssistants(doc: Document): string {
  const part = doc.section('Assistants');
  const text = part === undefined ? '' : doc.prose(part);
  if (part !== undefined && text === '') {
    doc.problems.add(part, 'syllabus-empty', { title: part.title });
  }
  return text;
}
