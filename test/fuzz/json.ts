/** Mutations of JSON: a value here and there is taken away, replaced, wrapped, copied or renamed. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface JsonMutation {
  /** Which of all values, as a share of their number. */
  at: number;
  how: 'delete' | 'replace' | 'wrap' | 'copy' | 'rename';
  /** What comes in its place, or the new name. */
  value: Json;
}

/** Values that readers stumble over. */
const odd: readonly Json[] = [
  null,
  true,
  0,
  -1,
  3,
  4,
  2 ** 53,
  1e308,
  '',
  'code',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u2028</script><script>alert(1)</script>',
  'x'.repeat(10_000),
  [],
  [[]],
  [null],
  {},
  { length: 1e9 },
  { toString: null },
  nested(40),
  nested(200),
];

function nested(depth: number): Json {
  let value: Json = [];
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

export const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

export const oddValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...odd),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
);

export const jsonMutation: fc.Arbitrary<JsonMutation> = fc.record({
  at: share,
  how: fc.constantFrom<JsonMutation['how']>('delete', 'replace', 'wrap', 'copy', 'rename'),
  value: oddValue,
});

interface Slot {
  holder: Json[] | { [key: string]: Json };
  key: string | number;
}

function slotsOf(root: Json): Slot[] {
  const slots: Slot[] = [];
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const holder = value;
    const keys = Array.isArray(holder) ? holder.keys() : Object.keys(holder);
    for (const key of keys) {
      slots.push({ holder, key });
      open.push((holder as { [key: string]: Json })[key] ?? null);
    }
  }
  return slots;
}

/** Mutates in place. */
export function mutateJson(root: Json, { at, how, value }: JsonMutation): void {
  const slots = slotsOf(root);
  const slot = slots[Math.floor(at * slots.length)];
  if (slot === undefined) return;
  const holder = slot.holder as { [key: string]: Json };
  const { key } = slot;
  const before = holder[key] ?? null;
  if (how === 'replace') holder[key] = structuredClone(value);
  else if (how === 'wrap') holder[key] = [before];
  else if (Array.isArray(slot.holder)) {
    if (how === 'delete') slot.holder.splice(Number(key), 1);
    else slot.holder.splice(Number(key), 0, structuredClone(before));
  } else {
    if (how !== 'copy') delete holder[key];
    // As JSON.parse does it: also `__proto__` becomes a key like any other.
    if (how !== 'delete') {
      const name = typeof value === 'string' ? value.slice(0, 50) : 'copy';
      const entry = { value: before, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(holder, name, entry);
    }
  }
}
