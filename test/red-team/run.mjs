/**
 * The red team against the built grader: a table of what each attack came to.
 *
 *     node test/red-team/run.mjs            exit code 1 when an attack gets through
 *     node test/red-team/run.mjs --write    and writes the table into README.md
 *     node test/red-team/run.mjs 24 51      only these numbers
 *     node test/red-team/run.mjs --backend podman     behind this sandbox (see `gradus grade --help`)
 *     node test/red-team/run.mjs --user 65534         root only: as this ordinary user
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attacks as all } from './attacks/index.mjs';
import { gradeAttackers } from './grade.mjs';
import { table } from './table.mjs';

const words = process.argv.slice(2);
/** @param {string} option */
function optionOf(option) {
  const at = words.indexOf(option);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}
const user = optionOf('--user');
const backend = optionOf('--backend') ?? 'auto';
const write = words.includes('--write');
const wrong = words.find((word) => word !== '--write' && !/^\d+$/.test(word));
if (wrong !== undefined || (user !== undefined && !/^\d+$/.test(user))) {
  console.error(
    `Expected numbers of attacks, --write, --backend NAME, --user UID. Received: ${wrong ?? user}.`,
  );
  process.exit(2);
}
if (user !== undefined) process.exit(asUser(Number(user)));
const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
const attacks = all.filter(({ n }) => numbers.length === 0 || numbers.includes(n));

/** The same run by an ordinary user with a home of its own. @param {number} uid */
function asUser(uid) {
  const home = mkdtempSync(join(tmpdir(), 'gradus-red-team-home-'));
  chownSync(home, uid, uid);
  // New privileges stay possible: podman maps uids by a program that has some.
  const args = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  const script = fileURLToPath(import.meta.url);
  const rest = [script, '--backend', backend, ...words];
  const { XDG_RUNTIME_DIR: _, ...env } = process.env;
  const { status } = spawnSync('setpriv', [...args, '--', process.execPath, ...rest], {
    stdio: 'inherit',
    env: { ...env, HOME: home },
  });
  rmSync(home, { recursive: true, force: true });
  return status ?? 1;
}

const scratch = mkdtempSync(join(tmpdir(), 'gradus-red-team-'));
try {
  const graded = await gradeAttackers(scratch, attacks, backend);
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
  if (write && numbers.length === 0) {
    const file = fileURLToPath(new URL('README.md', import.meta.url));
    const [head] = readFileSync(file, 'utf8').split('<!-- table -->');
    writeFileSync(file, `${head}<!-- table -->\n\n${table(attacks, graded.outcomes)}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
