import { expect, test } from 'vitest';
import { type Member, MemoryBudget } from './memory-budget.js';

/** Members by name, and which of them were ended with how much left for them. */
function budgetOf(members: Record<string, Partial<Member> & { memoryMb: number }>, own = 100) {
  const ended: [string, number][] = [];
  const budget = new MemoryBudget({ own: () => own });
  for (const [name, member] of Object.entries(members)) {
    budget.join({
      shareMb: 175,
      isBusy: true,
      isExpendable: false,
      end: (limit) => ended.push([name, limit]),
      ...member,
    });
  }
  return { budget, ended };
}
const reader = { shareMb: 150, memoryMb: 80 };
const types = { shareMb: 300, memoryMb: 290, isExpendable: true };

test('within the budget nothing is ended', () => {
  const { budget, ended } = budgetOf({ reader, types, a: { memoryMb: 240 }, b: { memoryMb: 230 } });
  expect(budget.mostMb).toBe(950);
  budget.hold();
  expect(ended).toEqual([]);
});

test('what has nothing to do goes first, then what can be done again, then the furthest above its share', () => {
  const { budget, ended } = budgetOf({
    reader: { ...reader, memoryMb: 140 },
    types,
    a: { memoryMb: 430 },
    b: { memoryMb: 170, isBusy: false },
  });
  budget.hold();
  expect(ended).toEqual([
    ['b', 0],
    ['types', 280],
  ]);
});

test('a submission is ended only where nothing else helps, and is told what was left for it', () => {
  const { budget, ended } = budgetOf({
    reader: { ...reader, memoryMb: 500 },
    a: { memoryMb: 170 },
    b: { memoryMb: 440 },
  });
  budget.hold();
  // 950 - (100 + 170 + 440)
  expect(ended).toEqual([['reader', 240]]);
});

test('a class that is large for everybody ends nobody', () => {
  const { budget, ended } = budgetOf({ reader: { ...reader, memoryMb: 140 }, types }, 900);
  budget.hold();
  expect(ended).toEqual([]);
});

test('each further worker has a share', () => {
  const workers = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`worker-${i}`, { memoryMb: 170 }]),
  );
  const { budget, ended } = budgetOf({ reader, types, ...workers });
  budget.hold();
  expect(ended).toEqual([]);
});
