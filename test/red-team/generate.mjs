/** The attackers' class folder, made from the lesson's notebook with right answers in every other cell. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handedOut } from '../../src/jupyterlab/without-outputs.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const lesson = '02-a-network-from-scratch';
const lessonFile = join(here, '..', '..', 'notebooks', lesson, 'lesson.ipynb');
export const exercises = ['denseForward', 'softmax', 'crossEntropy', 'denseBackward', 'trainMlp'];

const lines = (/** @type {string} */ source) => source.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** A right answer that calls no other exercise, as the example class has it. */
function rightAnswer(/** @type {string} */ exercise) {
  const lender = exercise === 'trainMlp' ? 'boole' : 'ada';
  const file = join(here, '..', 'example-class', 'fixtures', lender, `${exercise}.ts`);
  return readFileSync(file, 'utf8').trimEnd();
}

/** @returns {import('./attacks/attack.js').Notebook} */
function solved(/** @type {Record<string, string>} */ own) {
  const notebook = JSON.parse(handedOut(lessonFile).toString('utf8'));
  for (const exercise of exercises) {
    const cell = notebook.cells.find(
      (/** @type {{ id: string }} */ { id }) => id === `exercise-${exercise}`,
    );
    if (cell === undefined) throw new Error(`Expected a cell for ${exercise} in ${lessonFile}.`);
    cell.source = lines(own[exercise] ?? rightAnswer(exercise));
  }
  return notebook;
}

/**
 * Writes one folder for each attacker under `folder`.
 *
 * @param {string} folder
 * @param {readonly import('./attacks/attack.js').Attack[]} attacks
 * @param {string} canaryFolder where files lie that no student may read
 */
export function writeClass(folder, attacks, canaryFolder) {
  for (const attack of attacks) {
    const { id, exercise = 'denseForward', code, files = {} } = attack;
    const own = join(folder, id);
    mkdirSync(own, { recursive: true });
    const cell = code?.replaceAll('{{CANARY_FOLDER}}', canaryFolder);
    const notebook = solved(cell === undefined ? {} : { [exercise]: cell });
    const raw = JSON.stringify(notebook);
    writeFileSync(join(own, 'lesson.ipynb'), attack.notebook?.(notebook, raw) ?? raw);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(own, name)), { recursive: true });
      writeFileSync(join(own, name), text);
    }
    attack.prepare?.(own);
  }
}
