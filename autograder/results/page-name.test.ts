import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageName } from './page-name.js';

test('a readable name keeps its letters', () => {
  expect(pageName('Ada Lovelace')).toMatch(/^ada-lovelace-[0-9a-f]{32}$/);
});

test('names that look alike as slugs stay apart', () => {
  expect(new Set(['Ada', 'ada', 'a da', '李雷', '韩梅梅'].map(pageName)).size).toBe(5);
});

test('names whose hashes begin alike stay apart', () => {
  // Found in a second: one slug, and the first eight digits of their hashes are the same.
  const [a, b] = ['ada_---_-____-__-_b', 'ada_-----__--_-----b'].map(pageName);
  expect(a?.slice(0, 14)).toBe(b?.slice(0, 14));
  expect(a).not.toBe(b);
});

test('no name leaves the folder or breaks a link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(pageName(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,72}$/);
    }),
    { numRuns: 30 },
  );
  expect(pageName('../../etc/passwd')).toMatch(/^etc-passwd-[0-9a-f]{32}$/);
});
