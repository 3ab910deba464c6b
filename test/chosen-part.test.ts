import { afterEach, expect, test, vi } from 'vitest';
import { chosenPart } from './chosen-part.js';

const all = ['a', 'b', 'c', 'd', 'e'];
const chosen = (value: string | undefined): string[] => {
  vi.stubEnv('GRADUS_PART', value);
  return chosenPart('GRADUS_PART', all);
};
afterEach(() => vi.unstubAllEnvs());

test('the parts are all, and none is in two', () => {
  expect(chosen(undefined)).toEqual(all);
  expect(chosen('1/3')).toEqual(['b', 'e']);
  expect(['0/3', '1/3', '2/3'].flatMap(chosen).sort()).toEqual(all);
});

test.each(['3/3', '2', '', '1/0', 'x/2', '-1/2'])('%o is an error', (value) => {
  expect(() => chosen(value)).toThrow('Expected GRADUS_PART as 0/3');
});
