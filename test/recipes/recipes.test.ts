/**
 * The recipes of the READMEs, followed to the letter in a copy of this checkout: what each adds is what
 * it names, its commands pass, and what was added does what it is for.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLesson } from '../../autograder/course/index.js';
import { solutionSources, solvedNotebook } from '../../autograder/course/solved.js';
import { resultsSchema } from '../../autograder/results/results.js';
import { capability } from '../capabilities.js';
import { type Checkout, copyCheckout } from './checkout.js';
import { type Example, examples, follow, lesson } from './examples.js';
import { recipeOf } from './recipe.js';

const all = Object.entries(examples);
const recipe = ({ readme, heading, names }: Example) => recipeOf(readme, heading, names);

describe('the recipes', () => {
  let checkout: Checkout;
  const followed = new Map<string, string[]>();
  const results = mkdtempSync(join(tmpdir(), 'gradus-recipes-results-'));
  beforeAll(() => {
    checkout = copyCheckout();
    for (const [name, example] of all) followed.set(name, follow(example, checkout.folder));
  });
  afterAll(() => {
    checkout.remove();
    rmSync(results, { recursive: true });
  });
  const run = async (command: string): Promise<string> => {
    const { code, output } = await checkout.run(command);
    expect(code, `${command}\n${output}`).toBe(0);
    return output;
  };
  const gradus = (words: string) => run(`node dist/autograder/cli.js ${words}`);
  const notebookOf = async (): Promise<string> => {
    const parsed = await readLesson(join(checkout.folder, `notebooks/${lesson}/lesson.md`));
    const file = join(checkout.folder, `autograder/reference/${lesson}/solution.ts`);
    return solvedNotebook(parsed, { solutions: solutionSources(file) });
  };

  test.each(all)('%s: names the files that it adds and changes', (name, example) => {
    const { files } = recipe(example);
    const done = [...(followed.get(name) ?? []), ...(example.built ?? [])];
    expect([...files].sort()).toEqual([...new Set(done)].sort());
  });

  // Lessons before they are complete stop a build: all recipes are followed, then it is made once.
  const ends = ['npm run build', 'npm run types', 'npm run lint'];
  const commands = [...ends, ...all.flatMap(([, example]) => recipe(example).commands)];
  test.each([...new Set(commands)])(
    '%s',
    async (command) => {
      await run(command);
      for (const path of all.flatMap(([, { built = [] }]) => built)) {
        expect(existsSync(join(checkout.folder, path)), path).toBe(true);
      }
    },
    120_000,
  );

  test('the model is imported by its family, saved, and loaded by its id', async () => {
    const code = `
      import { tf, useBackend } from 'gradus';
      import { oneHidden } from 'gradus/deep-learning';
      import { loadModel, saveModel } from 'gradus/models';
      await useBackend({ backend: 'cpu', printBackend: false });
      const model = oneHidden({ features: 4, classes: 3, seed: 1 });
      await saveModel(model, 'saved');
      const { model: loaded } = await loadModel('saved');
      const x = tf.ones([2, 4]);
      console.log(String(model.predict(x)) === String(loaded.predict(x)));`;
    writeFileSync(join(checkout.folder, 'try-model.mjs'), code);
    expect(await run('node try-model.mjs')).toContain('true');
  });

  test('the lesson: a right notebook passes what it checks, and is graded with all its points', async () => {
    const file = join(results, 'class', 'ada', 'lesson.ipynb');
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, await notebookOf());
    const walls = capability('unshare').ok ? '' : '--unsafe-no-sandbox';
    await gradus(`check ${file} ${walls}`);
    const out = join(results, 'out');
    const secret = join(results, 'secret');
    await gradus(`secret --secret ${secret}`);
    await gradus(`grade ${join(results, 'class')} --out ${out} --secret ${secret} ${walls}`);
    const graded = resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
    const [ada] = graded.students;
    expect(graded.lesson.id).toBe(lesson);
    expect([ada?.score, ada?.points]).toEqual([4, 4]);
    expect(ada?.exercises.map(({ exercise }) => exercise)).toEqual(['addOne', 'double']);
    // The page that was added is written with the others.
    const page = readFileSync(join(out, 'instructor/hardest.html'), 'utf8');
    expect(page).toContain('Hardest test');
  }, 300_000);
});
