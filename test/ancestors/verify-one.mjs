/**
 * In a tree: the tests of a lesson on its solution, right variants and mistakes, one draw of each.
 * Prints what does not hold as JSON.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tree = '', lesson = ''] = process.argv.slice(2);
const from = (/** @type {string} */ path) => import(pathToFileURL(join(tree, path)).href);
const { readLesson } = await from('dist/autograder/course/index.js');
const { loadReference } = await from('dist/autograder/reference/load.js');
const { subjectsOf, verifySubject } = await from('dist/autograder/reference/verify.js');

const { allowed } = await readLesson(join(tree, 'notebooks', lesson, 'lesson.md'));
const reference = await loadReference(lesson, undefined, allowed);
const exercises = Object.keys(reference.tests);
const problems = [];
for (const exercise of exercises) {
  for (const subject of subjectsOf(reference, exercise)) {
    const finding = await verifySubject(reference, exercise, subject, { seeds: 1 });
    if (finding === undefined) continue;
    const { part, name, failed } = finding;
    const test = failed === undefined ? 'no test rejects it' : JSON.stringify(failed);
    problems.push(`${exercise}, ${part}, ${name}: ${test}`.slice(0, 1000));
  }
}
console.log(JSON.stringify({ exercises: exercises.length, problems }));
process.exit();
