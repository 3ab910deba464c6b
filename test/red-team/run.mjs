/**
 * The red team against the built grader: a table of what each attack came to.
 *
 *     node test/red-team/run.mjs            exit code 1 when an attack gets through
 *     node test/red-team/run.mjs --write    and writes the table into README.md
 *     node test/red-team/run.mjs 24 51      only these numbers
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attacks as all } from './attacks/index.mjs';
import { gradeAttackers } from './grade.mjs';
import { table } from './table.mjs';

const numbers = process.argv
  .slice(2)
  .filter((argument) => /^\d+$/.test(argument))
  .map(Number);
const attacks = all.filter(({ n }) => numbers.length === 0 || numbers.includes(n));
const scratch = mkdtempSync(join(tmpdir(), 'gradus-red-team-'));
try {
  const graded = await gradeAttackers(scratch, attacks);
  for (const { attack, verdicts, score, points, breaches } of graded.outcomes) {
    const state = breaches.length === 0 ? 'holds ' : 'BROKEN';
    console.log(
      `${state}  ${attack.id.replace(/[^ -~]/g, '?').padEnd(36)} ${score}/${points} ${verdicts.join(', ')}`,
    );
    for (const breach of breaches) console.log(`        ${breach}`);
  }
  for (const { n, title, absent } of attacks.filter((attack) => attack.absent)) {
    console.log(`no such surface  ${n} ${title}: ${absent}`);
  }
  for (const breach of graded.class) console.log(`BROKEN  the class: ${breach}`);
  const broken = graded.outcomes.filter(({ breaches }) => breaches.length > 0).length;
  console.log(
    `${graded.outcomes.length} attacks behind ${graded.backend} in ${graded.seconds.toFixed(1)} s: ${broken} got through`,
  );
  process.exitCode = broken + graded.class.length > 0 || graded.outcomes.length === 0 ? 1 : 0;
  if (process.argv.includes('--write') && numbers.length === 0) {
    const file = fileURLToPath(new URL('README.md', import.meta.url));
    const [head] = readFileSync(file, 'utf8').split('<!-- table -->');
    writeFileSync(file, `${head}<!-- table -->\n\n${table(attacks, graded.outcomes)}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
