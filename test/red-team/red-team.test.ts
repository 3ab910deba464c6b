/** Every attack of the red team, graded as one class through the real sandbox. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeIf } from '../capabilities.js';
import { attacks } from './attacks/index.mjs';
import { built, gradeAttackers } from './grade.mjs';

describe('the list', () => {
  it('holds all fifty, each with what is expected or why there is nothing to attack', () => {
    const numbers = new Set(attacks.map(({ n }) => n));
    for (let n = 1; n <= 50; n++) expect(numbers, `attack ${n}`).toContain(n);
    for (const attack of attacks) {
      expect((attack.absent === undefined) === attack.verdicts.length > 0, attack.id).toBe(true);
    }
    expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
  });
});

describeIf('unshare', 'the attackers, graded as one class', () => {
  let scratch = '';
  let graded: Awaited<ReturnType<typeof gradeAttackers>>;
  beforeAll(async () => {
    if (!existsSync(built)) throw new Error('Expected a build in dist/. Run: npm run build');
    scratch = await mkdtemp(join(tmpdir(), 'gradus-red-team-'));
    graded = await gradeAttackers(scratch, attacks, 'unshare');
  }, 600_000);
  afterAll(() => rm(scratch, { recursive: true }));

  it('the class is finished, and nothing is touched or told that belongs to all', () => {
    expect(graded.class).toEqual([]);
  });

  it.each(attacks.filter(({ absent }) => absent === undefined).map(({ id, title }) => [id, title]))(
    '%s: %s',
    (id) => {
      const outcome = graded.outcomes.find(({ attack }) => attack.id === id);
      expect(outcome?.breaches).toEqual([]);
    },
  );
});
