import { expect, test } from 'vitest';
import { freeUid, killAll, processesOf } from './uid.js';

test('the processes of a uid hold this one, and none of a free uid', () => {
  expect(processesOf(process.getuid?.() ?? -1)).toContain(process.pid);
  const uid = freeUid();
  expect(uid).toBeGreaterThanOrEqual(50_000);
  expect(processesOf(uid as number)).toEqual([]);
});

test('no uid is given twice', () => {
  const uids = Array.from({ length: 20 }, freeUid);
  expect(new Set(uids).size).toBe(20);
});

test('only what a sandbox was given can be killed', () => {
  expect(() => killAll(process.getuid?.() ?? 0)).toThrow('Expected a uid that a sandbox was given');
});
