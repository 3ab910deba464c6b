/**
 * nbgrader as its documentation has it: hidden tests between marks, a time limit for a cell, cells
 * that fail do not stop the notebook, one `nbgrader autograde` for the class.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../../truth-corpus/notebook.mjs';
import { assignment } from './assignment.mjs';
import { contained, program, workplace } from './setup.mjs';
import { translated } from './translate.mjs';

/** @typedef {import('../../truth-corpus/corpus.js').Submission} Submission */
/** @typedef {{ passed: Map<string, Record<string, boolean>>, seconds: number, finished: boolean, log: string }} Graded */

/** Seconds for one cell: nbgrader's own default. */
const cellSeconds = 30;

const configuration = `c = get_config()
c.CourseDirectory.course_id = 'bench'
c.Execute.timeout = ${cellSeconds}
c.Execute.interrupt_on_timeout = True
c.ClearSolutions.code_stub = {
    'python': '# YOUR CODE HERE\\nraise NotImplementedError()',
    'typescript': "throw new NotSolvedError('exercise');",
}
`;

/** Who has which points, from nbgrader's own gradebook. */
const scores = `import json
from nbgrader.api import Gradebook
with Gradebook('sqlite:///gradebook.db') as book:
    found = {}
    for submission in book.assignment_submissions('hw'):
        grades = found.setdefault(submission.student.id, {})
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                done = not grade.needs_manual_grade
                grades[grade.name] = grade.score == grade.max_score if done else None
    json.dump(found, open('scores.json', 'w'))
`;

/**
 * @param {'python' | 'typescript'} language
 * @param {readonly Submission[]} submissions
 * @returns {Promise<Graded>}
 */
export async function gradeWithNbgrader(language, submissions) {
  const folder = workplace(`nbgrader-${language}`);
  const source = join(folder, 'source', 'hw');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(folder, 'nbgrader_config.py'), configuration);
  writeFileSync(join(folder, 'scores.py'), scores);
  writeFileSync(join(source, 'lesson.ipynb'), JSON.stringify(assignment(language, 'nbgrader')));
  const nbgrader = program('nbgrader');
  const made = await contained(folder, [nbgrader, 'generate_assignment', 'hw']);
  if (made.code !== 0) throw new Error(`nbgrader generate_assignment: ${made.out}`);
  const released = readFileSync(join(folder, 'release', 'hw', 'lesson.ipynb'), 'utf8');
  for (const submission of submissions) {
    const own = join(folder, 'submitted', submission.id, 'hw');
    mkdirSync(own, { recursive: true });
    const { text, prepare } = translated(submission, JSON.parse(released), language);
    if (text !== undefined) writeFileSync(join(own, 'lesson.ipynb'), text);
    prepare?.(own);
  }
  const begun = performance.now();
  const limitMs = submissions.length * 120_000;
  const graded = await contained(folder, [nbgrader, 'autograde', 'hw'], { limitMs });
  const seconds = (performance.now() - begun) / 1000;
  const read = await contained(folder, [program('python'), 'scores.py']);
  if (read.code !== 0) throw new Error(`The gradebook of nbgrader cannot be read: ${read.out}`);
  /** @type {Record<string, Record<string, boolean | null>>} */
  const found = JSON.parse(readFileSync(join(folder, 'scores.json'), 'utf8'));
  /** @type {Graded['passed']} */
  const passed = new Map();
  for (const { id } of submissions) {
    const grades = found[id];
    // A cell that nbgrader could not grade waits for a person: no verdict.
    const known = exercises.filter((name) => typeof grades?.[`test-${name}`] === 'boolean');
    if (known.length === 0) continue;
    passed.set(
      id,
      Object.fromEntries(known.map((name) => [name, grades?.[`test-${name}`] === true])),
    );
  }
  const finished = graded.code === 0 && passed.size === submissions.length;
  return { passed, seconds, finished, log: graded.out };
}
