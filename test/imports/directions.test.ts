/** Every rule of the imports is broken on purpose, in a folder of its own, in every way to import. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directions, root } from './check.mjs';
import { rules } from './rules.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-imports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const names = (from: string, path: string): string => {
  const relative = posix.relative(posix.dirname(from), path).replace(/\.ts$/, '.js');
  return relative.startsWith('.') ? relative : `./${relative}`;
};

/** The ways in which one file can need another; of `types` nothing is left at run time. */
const values: Record<string, (name: string) => string> = {
  'a-value': (name) => `import { x } from '${name}';\nexport const y = x;\n`,
  'a-side-effect': (name) => `import '${name}';\n`,
  'all-names': (name) => `export * from '${name}';\n`,
  'a-dynamic-import': (name) => `export const y = () => import('${name}');\n`,
};
const types: Record<string, (name: string) => string> = {
  'a-type': (name) => `import type { X } from '${name}';\nexport type Y = X;\n`,
  'an-inline-type': (name) => `import { type X } from '${name}';\nexport type Y = X;\n`,
  'a-type-passed-on': (name) => `export type { X } from '${name}';\n`,
  'a-type-in-place': (name) => `export type Y = import('${name}').X;\n`,
};
const every = { ...values, ...types };

const file = 'export const x = 1;\nexport type X = number;\n';
const uses = (from: string, ...paths: string[]): string =>
  file + paths.map((path, i) => `import { x as x${i} } from '${names(from, path)}';\n`).join('');

/** A tree as it should be: each room with a file, and imports that go the right way. */
const layers: [path: string, ...imports: string[]][] = [
  ['src/messages/index.ts'],
  ['src/checks.ts', 'src/messages/index.ts'],
  ['src/package-root.ts'],
  ['src/runtime/interrupt.ts', 'src/checks.ts'],
  ['src/backend/tf.ts', 'src/runtime/interrupt.ts', 'src/package-root.ts'],
  ['src/nn/index.ts', 'src/backend/tf.ts', 'src/checks.ts'],
  ['src/data/index.ts', 'src/nn/index.ts', 'src/backend/tf.ts'],
  ['src/models/vision/cnn.ts', 'src/nn/index.ts', 'src/data/index.ts'],
  ['src/vision/index.ts', 'src/models/vision/cnn.ts', 'src/nn/index.ts'],
  ['src/nlp/index.ts', 'src/nn/index.ts'],
  ['src/speech/index.ts', 'src/backend/tf.ts'],
  ['src/deep-learning/index.ts', 'src/models/vision/cnn.ts'],
  ['src/plot/figure.ts', 'src/messages/index.ts'],
  ['src/notebook/live-chart.ts', 'src/plot/figure.ts', 'src/runtime/interrupt.ts'],
  ['src/plot/index.ts', 'src/plot/figure.ts', 'src/notebook/live-chart.ts'],
  ['src/index.ts', 'src/nn/index.ts', 'src/notebook/live-chart.ts', 'src/plot/index.ts'],
  ['src/jupyterlab/launch.ts'],
  ['src/setup/start.ts', 'src/jupyterlab/launch.ts'],
  ['autograder/judge/verdict.ts', 'src/backend/tf.ts'],
  ['autograder/judge/frame.ts'],
  ['autograder/judge/driver-core.ts', 'autograder/judge/frame.ts'],
  ['autograder/judge/compare.ts', 'autograder/judge/verdict.ts'],
  ['autograder/test-kit/sizes.ts', 'autograder/judge/compare.ts'],
  ['autograder/problem.ts', 'src/messages/index.ts'],
  ['autograder/reference/02/hidden.ts', 'autograder/test-kit/sizes.ts'],
  ['autograder/reference/load.ts', 'autograder/judge/compare.ts', 'autograder/problem.ts'],
  ['autograder/results/types.ts', 'autograder/judge/verdict.ts'],
  ['autograder/gradebook/store.ts', 'autograder/results/types.ts'],
  ['autograder/sandbox/snapshot.ts', 'src/vision/index.ts'],
  [
    'autograder/sandbox/driver-main.ts',
    'autograder/judge/driver-core.ts',
    'autograder/sandbox/snapshot.ts',
  ],
  ['autograder/submission/names.ts', 'autograder/results/types.ts'],
  ['autograder/course/lesson.ts', 'autograder/reference/02/hidden.ts', 'autograder/problem.ts'],
  ['autograder/report/page.ts', 'autograder/results/types.ts'],
  ['autograder/grading/judge-exercise.ts', 'autograder/judge/compare.ts'],
  [
    'autograder/grading/grader.ts',
    'autograder/report/page.ts',
    'autograder/grading/judge-exercise.ts',
  ],
  ['autograder/queue/worker.ts', 'autograder/grading/grader.ts'],
  ['autograder/dashboard/server.ts', 'autograder/queue/worker.ts'],
  ['autograder/release/release.ts', 'autograder/results/types.ts'],
  [
    'autograder/cli/grade.ts',
    'autograder/grading/grader.ts',
    'autograder/dashboard/server.ts',
    'autograder/release/release.ts',
  ],
  ['autograder/cli.ts', 'autograder/cli/grade.ts'],
  ['src/nn/index.test.ts', 'src/nn/index.ts', 'src/vision/index.ts', 'test/tools.ts'],
  ['test/tools.ts', 'autograder/cli/grade.ts', 'src/index.ts'],
];
const tidy = Object.fromEntries(
  layers.map(([path, ...imports]) => [path, uses(path, ...imports)] as const),
);

/** A rule, where it is broken (a new file of this folder), and what is imported there. */
const broken: [rule: string, from: string, to: string][] = [
  // Families, then nn, then backend, never back.
  ['src/messages', 'src/messages/en', 'src/backend/tf.ts'],
  ['src/checks', 'src/checks.ts', 'src/nn/index.ts'],
  ['src/package-root', 'src/package-root.ts', 'src/checks.ts'],
  ['src/runtime', 'src/runtime', 'src/nn/index.ts'],
  ['src/backend', 'src/backend/fused', 'src/nn/index.ts'],
  ['src/backend', 'src/backend', 'src/index.ts'],
  ['src/nn', 'src/nn/layers', 'src/vision/index.ts'],
  ['src/nn', 'src/nn', 'src/nlp/index.ts'],
  ['src/nn', 'src/nn', 'src/speech/index.ts'],
  ['src/nn', 'src/nn', 'src/deep-learning/index.ts'],
  ['src/nn', 'src/nn', 'src/models/vision/cnn.ts'],
  ['src/nn', 'src/nn', 'src/data/index.ts'],
  ['src/data', 'src/data', 'src/vision/index.ts'],
  ['src/backend', 'src/backend/types', 'src/data/index.ts'],
  ['src/models', 'src/models/nlp', 'src/notebook/live-chart.ts'],
  ['src/scratch', 'src/scratch', 'src/plot/figure.ts'],
  ['src/vision', 'src/vision', 'src/notebook/live-chart.ts'],
  ['src/nlp', 'src/nlp', 'src/plot/figure.ts'],
  ['src/speech', 'src/speech', 'src/index.ts'],
  ['src/vae', 'src/vae', 'src/plot/figure.ts'],
  ['src/gan', 'src/gan', 'src/plot/figure.ts'],
  ['src/diffusion', 'src/diffusion', 'src/notebook/live-chart.ts'],
  ['src/generative', 'src/generative', 'src/plot/figure.ts'],
  ['src/deep-learning', 'src/deep-learning', 'src/notebook/live-chart.ts'],
  ['src/explain', 'src/explain', 'src/notebook/live-chart.ts'],
  ['src/privacy', 'src/privacy', 'src/notebook/live-chart.ts'],
  ['src/distributed', 'src/distributed', 'src/notebook/live-chart.ts'],
  ['src/conformance', 'src/conformance', 'src/notebook/live-chart.ts'],
  ['src/serving', 'src/serving', 'src/notebook/live-chart.ts'],
  ['src/plot', 'src/plot', 'src/notebook/live-chart.ts'],
  ['src/plot', 'src/plot/svg', 'src/nn/index.ts'],
  ['plot-shows-nothing-but-by-its-face', 'src/plot/index.ts', 'src/backend/tf.ts'],
  ['src/notebook', 'src/notebook/kernel', 'src/vision/index.ts'],
  ['src/jupyterlab', 'src/jupyterlab', 'src/messages/index.ts'],
  ['src/setup', 'src/setup', 'src/messages/index.ts'],
  ['src-rooms-are-on-the-map', 'src/newroom', 'src/nn/index.ts'],
  ['library-knows-no-grader', 'src/notebook', 'autograder/judge/verdict.ts'],
  ['library-knows-no-grader', 'src/nn', 'autograder/judge/frame.ts'],
  // The judge knows nobody; only the command knows the command.
  ['autograder/judge', 'autograder/judge', 'autograder/course/lesson.ts'],
  ['autograder/judge', 'autograder/judge', 'autograder/cli/grade.ts'],
  ['autograder/judge', 'autograder/judge', 'autograder/reference/02/hidden.ts'],
  ['autograder/test-kit', 'autograder/test-kit', 'autograder/reference/02/hidden.ts'],
  ['autograder/judge', 'autograder/judge', 'autograder/reference/load.ts'],
  ['autograder/judge', 'autograder/judge', 'autograder/problem.ts'],
  ['autograder/test-kit', 'autograder/test-kit', 'autograder/problem.ts'],
  ['autograder/problem', 'autograder/problem.ts', 'autograder/judge/frame.ts'],
  ['autograder/reference', 'autograder/reference/03', 'autograder/course/lesson.ts'],
  ['autograder/reference', 'autograder/reference', 'autograder/course/lesson.ts'],
  ['autograder/reference', 'autograder/reference', 'autograder/cli/grade.ts'],
  ['autograder/reference', 'autograder/reference', 'autograder/results/types.ts'],
  ['autograder/results', 'autograder/results', 'autograder/gradebook/store.ts'],
  ['autograder/gradebook', 'autograder/gradebook', 'autograder/report/page.ts'],
  ['autograder/sandbox', 'autograder/sandbox', 'autograder/grading/grader.ts'],
  ['autograder/sandbox', 'autograder/sandbox/backends', 'autograder/submission/names.ts'],
  ['autograder/submission', 'autograder/submission', 'autograder/sandbox/driver-main.ts'],
  ['autograder/submission', 'autograder/submission', 'autograder/course/lesson.ts'],
  ['autograder/course', 'autograder/course', 'autograder/grading/grader.ts'],
  ['autograder/report', 'autograder/report', 'autograder/grading/grader.ts'],
  ['autograder/grading', 'autograder/grading', 'autograder/cli/grade.ts'],
  ['autograder/grading', 'autograder/grading', 'autograder/cli.ts'],
  ['autograder/keep', 'autograder/keep', 'autograder/cli/grade.ts'],
  ['autograder/outputs', 'autograder/outputs.ts', 'autograder/judge/frame.ts'],
  ['autograder/update', 'autograder/update', 'autograder/grading/grader.ts'],
  ['autograder/queue', 'autograder/queue', 'autograder/dashboard/server.ts'],
  ['autograder/dashboard', 'autograder/dashboard', 'autograder/cli/grade.ts'],
  ['autograder/release', 'autograder/release', 'autograder/reference/load.ts'],
  ['autograder/cli', 'autograder/cli', 'autograder/newroom/index.ts'],
  ['autograder-rooms-are-on-the-map', 'autograder/newroom', 'autograder/judge/frame.ts'],
  ['autograder-rooms-are-on-the-map', 'autograder/newfile.ts', 'autograder/judge/frame.ts'],
  ['set-up-stands-alone', 'autograder/cli', 'src/setup/start.ts'],
  ['sandbox-judges-nothing', 'autograder/sandbox', 'autograder/judge/compare.ts'],
  ['sandbox-judges-nothing', 'autograder/sandbox/backends', 'autograder/judge/compare.ts'],
  ['sources-import-no-test', 'autograder/grading', 'src/nn/index.test.ts'],
  ['sources-import-no-test', 'src/backend', 'test/tools.ts'],
];

/** Where the way stands: in a file of its own in the folder, or at the end of the file. */
function plant(from: string, to: string, ways: typeof every): Map<string, string> {
  const planted = new Map<string, string>();
  for (const [way, write] of Object.entries(ways)) {
    const path = from.endsWith('.ts') ? from : `${from}/${way}.ts`;
    planted.set(path, (planted.get(path) ?? tidy[path] ?? file) + write(names(path, to)));
  }
  return planted;
}

test('a tree as it should be has no finding', async () => {
  write(tidy);
  const { findings, files, imports } = await directions(folder);
  expect(findings).toEqual([]);
  expect(files).toBe(layers.length);
  expect(imports).toBe(layers.reduce((count, [, ...to]) => count + to.length, 0));
});

test.each(broken)('%s: nothing of %s imports %s', async (rule, from, to) => {
  for (const [kind, ways] of Object.entries(from.endsWith('.ts') ? { types, values } : { every })) {
    const planted = plant(from, to, ways);
    write({ [to]: file, ...tidy, ...Object.fromEntries(planted) });
    const { findings } = await directions(folder);
    const found = findings.filter((one) => one.rule === rule).map(({ text }) => text);
    for (const path of planted.keys()) {
      expect(found.join('\n'), `${kind} of ${path}`).toContain(`${path} → ${to}`);
    }
  }
});

describe('what is more than a direction', () => {
  test.each(Object.keys(every))('a circle that closes by %s', async (way) => {
    const [there, back] = ['src/nn/there.ts', 'src/nn/back.ts'];
    const close = every[way as keyof typeof every];
    if (close === undefined) throw new Error(`no way ${way}`);
    write({
      ...tidy,
      [there]: uses(there, back),
      [back]: file + close(names(back, there)),
    });
    const { findings } = await directions(folder);
    expect(findings.map(({ rule }) => rule)).toEqual(['no-circle']);
    expect(findings[0]?.text).toContain(back);
    expect(findings[0]?.text).toContain(there);
  });

  test('a circle of types alone, over three rooms', async () => {
    const type = types['a-type'] as (name: string) => string;
    const way = ['autograder/judge/a.ts', 'autograder/results/b.ts', 'autograder/report/c.ts'];
    write({
      ...tidy,
      ...Object.fromEntries(
        way.map((path, i) => [path, type(names(path, way[(i + 1) % 3] as string))]),
      ),
    });
    const { findings } = await directions(folder);
    expect(findings.filter(({ rule }) => rule === 'no-circle')).toHaveLength(1);
  });

  test('of verdicts the sandbox may name the type, not the value', async () => {
    const to = 'autograder/judge/verdict.ts';
    write({ ...tidy, ...Object.fromEntries(plant('autograder/sandbox', to, types)) });
    expect((await directions(folder)).findings).toEqual([]);
    const planted = plant('autograder/sandbox', to, values);
    write(Object.fromEntries(planted));
    const { findings } = await directions(folder);
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set(['sandbox-makes-no-verdict']),
    );
    expect(findings).toHaveLength(planted.size);
  });

  test.each([...Object.keys(every)])('the driver reaches no comparison by %s', async (way) => {
    const through = 'autograder/judge/handle-table.ts';
    const close = every[way as keyof typeof every];
    if (close === undefined) throw new Error(`no way ${way}`);
    write({
      ...tidy,
      'autograder/judge/driver-core.ts': uses('autograder/judge/driver-core.ts', through),
      [through]: file + close(names(through, 'autograder/judge/compare.ts')),
    });
    const { findings } = await directions(folder);
    expect(findings.map(({ rule }) => rule)).toEqual(['driver-reaches-no-test']);
    expect(findings[0]?.text).toContain(through);
  });

  test.each(['gradus', 'gradus/vision', '../../dist/src/index.js', '../../dist/autograder/cli.js'])(
    'the library is not imported as %s',
    async (name) => {
      write({ ...tidy, 'src/nn/here.ts': `import '${name}';\n` });
      write({
        'autograder/judge/here.ts': `import type { X } from '${name}';\nexport type Y = X;\n`,
      });
      const { findings } = await directions(folder);
      expect(findings.map(({ rule }) => rule)).toEqual([
        'not-by-its-own-name',
        'not-by-its-own-name',
      ]);
    },
  );

  test.each(['./nowhere.js', 'no-such-package'])('an import of %s is found out', async (name) => {
    write({ ...tidy, 'src/nn/here.ts': `import type { X } from '${name}';\nexport type Y = X;\n` });
    const { findings } = await directions(folder);
    expect(findings.map(({ rule }) => rule)).toEqual(['every-import-is-found']);
  });

  test('a file that is not read is no file without findings', async () => {
    write(tidy);
    // No file, so that nothing can read it.
    mkdirSync(join(folder, 'src', 'nn', 'unread.ts'));
    await expect(directions(folder)).rejects.toThrow('Not read: 1, the first is src/nn/unread.ts');
  });
});

test('every rule is broken by something above', () => {
  const elsewhere = [
    'driver-reaches-no-test',
    'every-import-is-found',
    'no-circle',
    'not-by-its-own-name',
    'sandbox-makes-no-verdict',
  ];
  const shown = new Set([...broken.map(([rule]) => rule), ...elsewhere]);
  expect(rules.map(({ name }) => name).sort()).toEqual([...shown].sort());
});

test('the judge is reached by its name from one place of the library', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test)\.ts$/.test(path))
    .map((path) => [path, readFileSync(join(root, 'src', path), 'utf8')] as const);
  const naming = sources.filter(([, text]) => /(['"`])gradus\/judge\1/.test(text));
  expect(naming.map(([path]) => path)).toEqual([join('notebook', 'judge-package.ts')]);
});
