/** What must hold between the parts of a syllabus. */
import type { Document } from './document.js';
import { ancestorsOf } from './prerequisites.js';
import { type Module, roles, type Syllabus } from './schema.js';

/** Adds a problem for everything that does not fit together. */
export function checkRules(syllabus: Syllabus, doc: Document): void {
  const { problems } = doc;
  const { modules, projects, capstone, leaderboard } = syllabus;
  const numbers = modules.map(({ number }) => number);
  const known = (number: string, line: number): void => {
    if (numbers.includes(number)) return;
    problems.add({ line }, 'syllabus-module-unknown', { number, known: numbers.join(', ') });
  };
  for (const [i, { number, line, objectives, title }] of modules.entries()) {
    const before = modules[i - 1]?.number;
    if (before !== undefined && number <= before) {
      problems.add({ line }, 'syllabus-order', { number, before });
    }
    if (objectives.length === 0) {
      problems.add({ line }, 'syllabus-objectives', { title: title.en });
    }
  }
  const graded = [...modules, ...projects, capstone];
  const rules = Object.keys(syllabus.lateRules);
  for (const { late, line } of graded) {
    if (rules.includes(late)) continue;
    problems.add({ line }, 'syllabus-late-rule', { late, known: rules.join(', ') });
  }
  const weight = graded.reduce((sum, one) => sum + one.weight, 0);
  if (Math.abs(weight - 100) > 1e-9) {
    problems.add({ line: modules[0]?.line ?? 1 }, 'syllabus-weights', { got: weight });
  }
  for (const { after, line } of projects) known(after, line);
  for (const number of [...capstone.after, ...capstone.afterOneOf]) known(number, capstone.line);
  known(leaderboard.after, leaderboard.line);
  checkSkills(syllabus, doc);
  checkPaths(syllabus, doc);
}

/** Every module teaches a skill that is asked of some role, and the skills name real modules. */
function checkSkills({ modules, skills }: Syllabus, { problems, text }: Document): void {
  const numbers = modules.map(({ number }) => number);
  for (const { title, modules: taught } of skills) {
    const line = lineOf(text, `| ${title} |`);
    for (const number of taught) {
      if (numbers.includes(number)) continue;
      problems.add({ line }, 'syllabus-module-unknown', { number, known: numbers.join(', ') });
    }
  }
  for (const { number, line } of modules) {
    if (skills.some(({ modules: taught }) => taught.includes(number))) continue;
    problems.add({ line }, 'syllabus-skill-missing', { number });
  }
}

/** A path holds what comes before its modules, and they are for its role. */
function checkPaths(syllabus: Syllabus, { problems, text }: Document): void {
  const { modules, projects } = syllabus;
  const before = new Map(modules.map(({ number, after }) => [number, after]));
  const named = new Map<string, Pick<Module, 'roles'>>([
    ...modules.map((one): [string, Module] => [one.number, one]),
    ...projects.map((one): [string, Pick<Module, 'roles'>] => [one.id, one]),
  ]);
  for (const role of roles) {
    const { core, reading, elective } = syllabus.roles[role].path;
    const line = lineOf(text, `| ${role} |`);
    for (const name of [...core, ...reading, ...elective]) {
      const one = named.get(name);
      if (one === undefined) {
        const list = [...named.keys()].join(', ');
        problems.add({ line }, 'syllabus-module-unknown', { number: name, known: list });
      } else if (core.includes(name) && !one.roles.includes(role)) {
        problems.add({ line }, 'syllabus-path-role', { role, number: name });
      }
    }
    const has = new Set([...core, ...reading]);
    const wanted = (name: string): Iterable<string> => {
      const after = projects.find(({ id }) => id === name)?.after;
      return after === undefined
        ? ancestorsOf(name, before)
        : [after, ...ancestorsOf(after, before)];
    };
    for (const name of core) {
      for (const number of wanted(name)) {
        if (has.has(number)) continue;
        problems.add({ line }, 'syllabus-path-lacks', { role, number, after: name });
      }
    }
  }
}

/** The line on which a text stands first. */
const lineOf = (text: string, part: string): number =>
  Math.max(1, text.split('\n').findIndex((line) => line.startsWith(part)) + 1);
