/** The corpus in the peers' forms; what the peers make of it is asked by `run.mjs`. */
import { expect, it } from 'vitest';
import { exercises } from '../../truth-corpus/notebook.mjs';
import { submissions } from '../../truth-corpus/submissions.mjs';
import { assignment, testsOf } from './assignment.mjs';
import { notApplicable, translated } from './translate.mjs';

const corpus = submissions(1);

it.each(['python', 'typescript'] as const)(
  'an assignment in %s: five exercises, tests hidden',
  (language) => {
    const { cells } = assignment(language, 'nbgrader');
    expect(cells.map(({ id }) => id)).toEqual([
      'set-up',
      ...exercises.flatMap((name) => [`exercise-${name}`, `test-${name}`]),
    ]);
    for (const name of exercises) {
      const { common, visible, hidden } = testsOf(language, name);
      for (const part of [common, visible, hidden]) expect(part.length).toBeGreaterThan(50);
      const source = String(cells.find(({ id }) => id === `test-${name}`)?.source);
      expect(source.indexOf('BEGIN HIDDEN TESTS')).toBeLessThan(source.indexOf(hidden));
      expect(source.indexOf('END HIDDEN TESTS')).toBeGreaterThan(source.indexOf(hidden));
    }
    expect(assignment(language, 'otter').cells).toHaveLength(6);
  },
);

it('every submission that applies has all its answers in the language of the peer', () => {
  const release = assignment('python', 'otter');
  const asked = corpus.filter((one) => notApplicable(one, 'python') === undefined);
  expect(asked.length).toBeGreaterThan(100);
  for (const one of asked.filter(({ file }) => file === undefined)) {
    const text = String(translated(one, release, 'python').text);
    const notebook = JSON.parse(text) as { cells: { id: string; source: string | string[] }[] };
    const code = notebook.cells.map(({ source }) => [source].flat().join('')).join('\n');
    expect(code, one.id).not.toMatch(/\bTensor2D\b|\bconst \w+ =/);
    for (const name of exercises)
      if (one.truth[name] === 'right') expect(code, one.id).toContain(`def ${name}(`);
  }
});

it('says why a submission asks nothing of a peer', () => {
  const reasons = new Set(corpus.map((one) => notApplicable(one, 'python')));
  expect(reasons).toEqual(
    new Set([
      undefined,
      'a rule of gradus',
      'a limit of gradus',
      'takes the machine down',
      'no Python twin',
    ]),
  );
});
