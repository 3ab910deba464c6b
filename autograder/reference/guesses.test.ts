/** What a student's package says of typical mistakes, and what the repository says. */
import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { withGuesses, withRecordedGuesses } from '../judge/guess.js';
import { runExercise, visibleSeed } from '../judge/in-process.js';
import type { Recorded } from '../judge/recorded.js';
import { lessonsWithReference } from '../judge/reference-folder.js';
import type { Test } from '../judge/test.js';
import type { TestResult } from '../judge/verdict.js';
import { type LoadedReference, loadReference } from './load.js';
import { recordReference } from './record.js';

const guessesOf = (results: readonly TestResult[]) =>
  results.map(({ id, issue }) => [id, issue?.guess, issue?.likely]);

/** What they give depends on which of several promises ends first: no two runs need be alike. */
const timed = ['mapLimit'];

describe.each(lessonsWithReference())('%s', (lesson) => {
  let reference: LoadedReference;
  let recorded: Recorded;
  const seed = (exercise: string) => (one: Pick<Test, 'id'>) => visibleSeed(exercise, one);
  beforeAll(async () => {
    reference = await loadReference(lesson);
    const { tests, solution, mutants = {} } = reference;
    const text = JSON.stringify(
      await recordReference(lesson, tests, { solution, tf }, { mutants }),
    );
    recorded = JSON.parse(text) as Recorded;
  }, 120_000);

  test('each mutant is explained from the recorded values as it is by the mutants themselves', async () => {
    const { tests, solution, mutants = {} } = reference;
    let told = 0;
    let compared = 0;
    for (const [exercise, list] of Object.entries(mutants)) {
      const visible = (tests[exercise] ?? []).filter((one) => one.visible);
      const asked = { exercise, tests: visible, solution, tf };
      const packaged = { ...reference, mutants: {}, guesses: recorded.guesses };
      for (const { fn } of list) {
        if (timed.includes(exercise)) continue;
        const results = await runExercise({ ...asked, fn });
        const own = { exercise, reference, seed: seed(exercise) };
        const here = guessesOf(await withGuesses(results, own));
        const there = await withRecordedGuesses(results, exercise, recorded.guesses[exercise]);
        expect(guessesOf(there)).toEqual(here);
        // `gradus check` in the package.
        const checked = await withGuesses(results, { ...own, reference: packaged });
        expect(guessesOf(checked)).toEqual(here);
        told += here.filter(([, guess]) => guess !== undefined).length;
        compared++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(5);
    expect(told).toBeGreaterThanOrEqual(compared);
  }, 300_000);

  test('on other inputs than those recorded nothing is guessed from them', async () => {
    const { tests, mutants = {} } = reference;
    const packaged = { ...reference, mutants: {}, guesses: recorded.guesses };
    const [exercise = '', [mutant] = []] = Object.entries(mutants)[0] ?? [];
    const visible = (tests[exercise] ?? []).filter((one) => one.visible);
    const results = await runExercise({
      exercise,
      tests: visible,
      solution: reference.solution,
      tf,
      fn: mutant?.fn,
    });
    const drawn = await withGuesses(results, {
      exercise,
      reference: packaged,
      seed: () => 'a class secret',
    });
    expect(drawn.filter(({ issue }) => issue?.guess !== undefined)).toEqual([]);
  });

  test('what is recorded holds no code and no name of a mutant', () => {
    const text = JSON.stringify(recorded.guesses);
    for (const list of Object.values(reference.mutants ?? {})) {
      for (const { fn } of list) expect(text).not.toContain(String(fn).slice(0, 80));
    }
    const keys = Object.values(recorded.guesses).flatMap((list) => list.flatMap(Object.keys));
    expect(new Set(keys)).toEqual(new Set(['guess', 'failures']));
  });
});
