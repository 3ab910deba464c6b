/**
 * Every lesson's hidden tests try what the contract asks for, and wrong work that is made of the
 * solution by generated faults loses points to them.
 */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { runExercise } from '../judge/in-process.js';
import { loadReference, referenceFolder } from '../judge/reference.js';
import {
  type ContractKind,
  contractProblems,
  type Exemptions,
  type SeenCall,
  seenCall,
  triedKinds,
} from '../test-kit/contract.js';
import { faults, faulty } from '../test-kit/faults.js';

const lessons = readdirSync(referenceFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const seeds = [1, 2, 3, 4, 5];

for (const lesson of lessons) {
  const reference = await loadReference(lesson);
  const { solution } = reference;
  const file = new URL(`${lesson}/hidden.ts`, referenceFolder);
  const { exempt } = (await import(file.href)) as { exempt?: Exemptions };

  for (const [exercise, all] of Object.entries(reference.tests)) {
    const hidden = all.filter(({ visible }) => !visible);
    const right = solution[exercise] as (...args: unknown[]) => unknown;
    const judge = (fn: unknown, seed: number, tests = hidden) =>
      runExercise({ exercise, tests, fn, solution, tf, seed });

    /** Each hidden test with the calls that it makes of the solution. */
    const watch = async (seed: number) => {
      const seen: { test: (typeof hidden)[number]; calls: SeenCall[] }[] = [];
      for (const one of hidden) {
        const calls: SeenCall[] = [];
        const watched = (...args: unknown[]): unknown => {
          calls.push(seenCall(args));
          return right(...args);
        };
        await judge(watched, seed, [one]);
        seen.push({ test: one, calls });
      }
      return seen;
    };

    test(`${lesson}, ${exercise}: hidden tests try every kind of input`, async () => {
      for (const seed of seeds) {
        expect(contractProblems(exercise, await watch(seed), exempt)).toEqual([]);
      }
    });

    test(`${lesson}, ${exercise}: generated faults lose points`, async () => {
      for (const seed of seeds) {
        const bitten = new Set<ContractKind>();
        for (const fault of faults) {
          let bites = 0;
          const wrong = faulty(fault, right, tf as never, () => {
            bites++;
          });
          const results = await judge(wrong, seed);
          if (bites === 0) continue;
          bitten.add(fault.kind);
          expect(
            results.every(({ verdict }) => verdict === 'passed'),
            `${fault.name}, seed ${seed}`,
          ).toBe(false);
          const broken = results.filter(({ issue }) => issue?.code === 'judge-failed');
          expect(broken, fault.name).toEqual([]);
        }
        const seen = await watch(seed);
        const tried = seen.flatMap(({ test: one, calls }) => triedKinds(one, calls));
        const single = seen.some(({ calls }) => calls.some(({ examples }) => examples === 1));
        for (const kind of tried) {
          // A start is no matter of inputs, and a last minibatch of one is made inside.
          if (kind === 'startDistribution' || (kind === 'batchOfOne' && !single)) continue;
          expect([...bitten], `no generated fault of kind ${kind} showed`).toContain(kind);
        }
      }
    });
  }
}
