/**
 * Every lesson of this package, found by itself: its tests accept what is right, reject what is
 * wrong, and its hidden ones try what the contract asks for.
 *
 * What they accept and reject is judged by what `gradus verify` runs for a private reference.
 */
import { describe, expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { runExercise } from '../judge/in-process.js';
import { importPart, lessonsWithReference } from '../judge/reference-folder.js';
import {
  type ContractKind,
  contractProblems,
  type Exemptions,
  type SeenCall,
  seenCall,
  triedKinds,
} from '../test-kit/contract.js';
import { faults, faulty } from '../test-kit/faults.js';
import { loadReference } from './load.js';
import { judgeWith, notPassed, subjectsOf, verifySubject } from './verify.js';

/** How many classes' worth of inputs the solution is tried with. */
const seeds = Number(process.env.GRADUS_REFERENCE_SEEDS ?? 40);
const contractSeeds = [1, 2, 3, 4, 5];

const lessons = lessonsWithReference();
test('there are lessons', () => expect(lessons.length).toBeGreaterThan(0));

for (const lesson of lessons) {
  const reference = await loadReference(lesson);
  const { solution, parts } = reference;
  const { exempt } = (await importPart<{ exempt?: Exemptions }>(lesson, 'hidden')) ?? {};

  describe.each(Object.keys(reference.tests))(`${lesson}, %s`, (exercise) => {
    const all = subjectsOf(reference, exercise);
    const of = (part: string) => all.filter((subject) => subject.part === part);

    test.each(of('solution'))('the solution $name passes, whatever the seed', async (subject) => {
      expect(await verifySubject(reference, exercise, subject, { seeds })).toBeUndefined();
    });

    test.each(of('variants'))('accepts: $name', async (subject) => {
      const spec = { seeds: Math.ceil(seeds / 4) };
      expect(await verifySubject(reference, exercise, subject, spec)).toBeUndefined();
    });

    test.each(of('mutants'))('rejects, by a visible test: $name', async (subject) => {
      const spec = { seeds: 4, rejectedBy: 'visible' } as const;
      expect(await verifySubject(reference, exercise, subject, spec)).toBeUndefined();
    });

    test('the solution gives no cause for a notice', async () => {
      for (const seed of [0, 1]) {
        const results = await judgeWith(reference, exercise, solution[exercise], seed);
        expect(results.flatMap(({ notices = [] }) => notices)).toEqual([]);
      }
    });

    test('test ids are unique and visible tests say how to go on', () => {
      const ids = reference.tests[exercise]?.map(({ id }) => id) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
      for (const t of parts.visible[exercise] ?? []) {
        expect(t.visible).toBe(true);
        expect(t.hint, t.id).toBeTruthy();
      }
      for (const t of parts.hidden[exercise] ?? []) expect(t.visible).toBe(false);
    });

    const hidden = parts.hidden[exercise] ?? [];
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

    test('hidden tests try every kind of input', async () => {
      for (const seed of contractSeeds) {
        expect(contractProblems(exercise, await watch(seed), exempt)).toEqual([]);
      }
    });

    test('generated faults lose points', async () => {
      for (const seed of contractSeeds) {
        const bitten = new Set<ContractKind>();
        for (const fault of faults) {
          let bites = 0;
          const wrong = faulty(fault, right, tf as never, () => {
            bites++;
          });
          const results = await judge(wrong, seed);
          if (bites === 0) continue;
          bitten.add(fault.kind);
          expect(notPassed(results).length, `${fault.name}, seed ${seed}`).toBeGreaterThan(0);
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
  });
}
