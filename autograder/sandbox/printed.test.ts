import { expect, test } from 'vitest';
import { PrintedOutput } from './printed.js';

test('all is counted, the beginning is kept, and taking makes room', () => {
  const output = new PrintedOutput();
  output.add(Buffer.from('one '));
  output.add(Buffer.alloc(20 * 1024, 'x'));
  output.add(Buffer.from('lost'));
  expect(output.bytes).toBe(8 + 20 * 1024);
  const kept = output.take();
  expect(kept).toHaveLength(16 * 1024);
  expect(kept.startsWith('one xx')).toBe(true);
  output.add(Buffer.from('two'));
  expect(output.take()).toBe('two');
});

test('what is discarded is counted and not kept', () => {
  const output = new PrintedOutput();
  output.add(Buffer.from('before'));
  output.discard();
  output.add(Buffer.from('after'));
  expect(output.take()).toBe('');
  expect(output.bytes).toBe(11);
});
