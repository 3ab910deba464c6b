/**
 * Every lesson of this package: a sample of its mutants is rejected, and what is recorded as
 * equivalent answers as the solution does. `gradus mutate` judges all of them.
 */
import { describe, expect, test } from 'vitest';
import { lessonsWithReference } from '../../judge/reference-folder.js';
import { loadReference } from '../load.js';
import { compileMutant, importsOf } from './compile.js';
import { equivalentsOf, matches } from './equivalents.js';
import { mutantsOf } from './generate.js';
import { isClean, mutateExercise, solutionOf } from './mutate.js';
import { comparedAnswers } from './shown-equal.js';

const sample = Number(process.env.GRADUS_MUTANTS ?? 12);

for (const lesson of lessonsWithReference()) {
  const reference = await loadReference(lesson);
  const solution = await solutionOf(lesson);
  const equivalents = await equivalentsOf(lesson);

  describe(lesson, () => {
    test.each(Object.keys(reference.tests))('mutants of %s are rejected', async (exercise) => {
      const options = { equivalents, sample, seed: 1 };
      const score = await mutateExercise(reference, exercise, solution, options);
      const { survivors, broken, rejectedEquivalents, stale } = score;
      expect({ survivors, broken, rejectedEquivalents, stale }).toEqual({
        ...{ survivors: [], broken: [], rejectedEquivalents: [], stale: [] },
      });
      expect(isClean(score)).toBe(true);
    });

    test.each(equivalents)('equal on 1,000 inputs: $exercise, $after', async (one) => {
      const mutants = await mutantsOf(solution.text, one.exercise);
      const mutant = mutants.find((each) => matches(one, each));
      const imports = await importsOf(solution.text, solution.at);
      const { fn } = await compileMutant(mutant?.text ?? '', one.exercise, imports, 1000);
      const { differs, inputs } = await comparedAnswers(reference, one.exercise, fn);
      expect(differs).toBeUndefined();
      expect(inputs).toBeGreaterThanOrEqual(1000);
    });
  });
}
