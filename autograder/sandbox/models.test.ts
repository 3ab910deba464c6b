/** Models behind the walls: toy exercises as they are graded, and what an attacker makes of a model. */
import { beforeAll, describe, expect, test as it } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { toyExercises } from '../judge/models.fixture.js';
import { runTests } from '../judge/runner.js';
import type { TestResult } from '../judge/verdict.js';
import type { Backend } from './backend.js';
import { chooseBackend } from './choose-backend.js';
import { defaultLimits } from './limits.js';
import { prepareRuntime, type Runtime } from './runtime.js';
import { startSandbox } from './sandbox.js';

describeIf('unshare', 'models behind the walls', () => {
  let runtime: Runtime;
  let backend: Backend;
  beforeAll(async () => {
    runtime = await prepareRuntime();
    backend = await chooseBackend('auto', runtime);
  });

  type Toy = (typeof toyExercises)[number];
  const judge = ({ allow, tests }: Toy, code: string, seed = 1): Promise<TestResult[]> =>
    runTests({
      exercise: 'f',
      tests,
      start: async () => {
        const sandbox = startSandbox({ backend, runtime, limits: defaultLimits });
        const wrapped = `(async (load) => { const { tf } = load('gradus'); ${code}; return { f }; })`;
        const loaded = await sandbox.load(wrapped, { allow }, 10_000);
        if (!('types' in loaded)) throw new Error(JSON.stringify(loaded));
        return sandbox;
      },
      reference: () => Object.create(null),
      seed: () => seed,
    });

  describe.each(toyExercises)('$name', (toy) => {
    it('a right answer passes', async () => {
      for (const { verdict, issue } of await judge(toy, toy.solution)) {
        expect(issue).toBeUndefined();
        expect(verdict).toBe('passed');
      }
    });

    it('wrong ones are rejected', async () => {
      for (const [name, code] of Object.entries(toy.mutants)) {
        const results = await judge(toy, code);
        expect(
          results.map(({ verdict }) => verdict),
          name,
        ).toContain('failed');
      }
    });
  });

  const called = (name: string): Toy => toyExercises.find((toy) => toy.name === name) as Toy;
  const penalty = called('a gradient penalty');
  const step = called('a step of a generator');
  const one = 'tf.scalar(1)';

  it.each<[string, Toy, string]>([
    [
      'tf is replaced so that the critic might answer 0',
      penalty,
      `for (const name of ['tanh', 'matMul', 'add', 'reshape', 'tidy', 'customGrad', 'mean'])
         tf[name] = () => tf.zeros([4, 1]);
       const f = () => ${one};`,
    ],
    [
      'the methods of tensors are replaced',
      penalty,
      `const prototype = Object.getPrototypeOf(tf.zeros([1]));
       for (const name of ['dataSync', 'data', 'clone', 'dispose', 'throwIfDisposed'])
         prototype[name] = function () { return new Float32Array(this.size); };
       const f = (critic, real) => { critic(real); return ${one}; };`,
    ],
    [
      'the function is given other properties',
      penalty,
      `const f = (critic, real) => {
         try { critic.call = critic.apply = () => tf.zeros([4, 1]); } catch {}
         try { Object.setPrototypeOf(critic, null); } catch {}
         return ${one};
       };`,
    ],
    [
      'lists and maps no longer do what they did',
      step,
      `const f = () => {
         Array.prototype.reduce = (x) => x;
         Array.prototype.map = function () { return this; };
         WeakMap.prototype.get = () => [];
         return 0.5;
       };`,
    ],
    [
      'the model is given other methods and variables',
      step,
      `const f = ({ generator, critic }) => {
         for (const model of [generator, critic]) {
           try { model.apply = model.predict = () => tf.zeros([6, 1]); } catch {}
           try { model.trainableVariables.length = 0; } catch {}
           try { Object.defineProperty(model, 'trainableVariables', { value: [] }); } catch {}
         }
         return critic.apply(generator.apply(tf.zeros([6, 2]))).sum().dataSync()[0];
       };`,
    ],
    [
      'the weights are set so that the loss is small',
      step,
      `const f = ({ generator, critic }) => {
         for (const v of [...generator.trainableVariables, ...critic.trainableVariables])
           v.assign(tf.fill(v.shape, 1e6));
         return 0;
       };`,
    ],
    [
      'a variable throws when it is read',
      step,
      `const f = ({ generator }) => {
         for (const v of generator.trainableVariables) {
           v.dataSync = () => { throw new Error('no'); };
           Object.defineProperty(v, 'shape', { get() { throw new Error('no'); } });
         }
         return 0.5;
       };`,
    ],
    [
      'a variable has another shape each time',
      step,
      `const f = ({ generator }) => {
         let reads = 0;
         for (const v of generator.trainableVariables)
           Object.defineProperty(v, 'shape', { get: () => (reads++ % 2 ? [1e9] : []) });
         return 0.5;
       };`,
    ],
    [
      'the variables are disposed',
      step,
      `const f = ({ generator, critic }) => {
         for (const v of [...generator.trainableVariables, ...critic.trainableVariables]) v.dispose();
         return 0.5;
       };`,
    ],
    [
      'the other’s weights are handed back as its own',
      step,
      'const f = (given) => { given.generator = given.critic; return 0.5; };',
    ],
    [
      'a getter stands where the model was',
      step,
      `const f = (given) => {
         Object.defineProperty(given, 'generator', { enumerable: true, get: () => { throw 1; } });
         return 0.5;
       };`,
    ],
  ])('an attack earns nothing: %s', async (_name, toy, code) => {
    const verdicts = (await judge(toy, code)).map(({ verdict }) => verdict);
    expect(verdicts).not.toContain('passed');
  });

  it.each([
    ['a model', "['w', true, []]"],
    ['a model with layers', "['w', false, ['a', [['o', [['type', 'flatten']]]]]]"],
  ])('a forged frame with %s is a breach', async (_name, node) => {
    const [result] = await judge(
      step,
      `
       const stringify = JSON.stringify;
       JSON.stringify = (value) => stringify(value && value.type === 'value' ? { ...value, value: ${node} } : value);
       const f = () => 0.5;`,
    );
    expect(result).toMatchObject({ verdict: 'tampered' });
  });
});
