import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageName } from './page-name.js';

test('a readable name keeps its letters', () => {
  expect(pageName('Ada Lovelace')).toMatch(/^ada-lovelace-[0-9a-f]{8}$/);
});

test('names that look alike as slugs stay apart', () => {
  expect(new Set(['Ada', 'ada', 'a da', '李雷', '韩梅梅'].map(pageName)).size).toBe(5);
});

test('no name leaves the folder or breaks a link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(pageName(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,60}$/);
    }),
    { numRuns: 30 },
  );
  expect(pageName('../../etc/passwd')).toMatch(/^etc-passwd-[0-9a-f]{8}$/);
});
