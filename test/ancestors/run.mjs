/**
 * No test needs a later module: the tests of each module's exercises, in a tree that has the module
 * and what comes before it by the syllabus, and no other lesson.
 *
 *     node test/ancestors/run.mjs                       every module that is ready
 *     node test/ancestors/run.mjs 02-a-network-from-scratch
 *
 * Exit code 1 when something is missing there, or a test says there what it should not.
 */
import { fileURLToPath } from 'node:url';
import { verifyAmongAncestors } from './verify.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [only, ...rest] = process.argv.slice(2);
if (rest.length > 0) {
  console.error(`Expected one lesson or none. Received: ${process.argv.slice(2).join(' ')}`);
  process.exit(2);
}
const results = await verifyAmongAncestors(root, only);
if (results.length === 0) {
  console.error(`Expected the id of a module that is ready. Received: ${only}`);
  process.exit(2);
}
for (const { lesson, ancestors, problems, exercises, seconds } of results) {
  const among = ancestors.length === 0 ? 'alone' : `with ${ancestors.join(', ')}`;
  const said = problems.length === 0 ? `${exercises} exercises hold` : 'needs more than that';
  console.log(`${lesson}, ${among}: ${said} (${seconds.toFixed(1)} s)`);
  for (const problem of problems) console.error(`  ${problem}`);
}
process.exitCode = results.every(({ problems }) => problems.length === 0) ? 0 : 1;
