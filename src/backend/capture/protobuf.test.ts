import { expect, test } from 'vitest';
import { bytesField, floatField, integerField, messageField } from './protobuf.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('fields are those of the examples in the encoding guide', () => {
  expect(hex(integerField(1, 150))).toBe('089601');
  expect(hex(bytesField(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(messageField(3, [integerField(1, 150)]))).toBe('1a03089601');
});

test('negative integers take ten bytes, floats four, booleans one', () => {
  expect(hex(integerField(1, -1))).toBe('08ffffffffffffffffff01');
  expect(hex(integerField(16, 0))).toBe('800100');
  expect(hex(floatField(4, 1.5))).toBe('250000c03f');
  expect(hex(integerField(5, true))).toBe('2801');
});

test('a number that is no safe integer is refused', () => {
  expect(() => integerField(1, 0.5)).toThrow('Expected a safe integer for a varint. Received: 0.5');
});
