import { expect, test } from 'vitest';
import { isolateOf, jobsOf, sandboxOf } from './options.js';

test('the sandbox is chosen by itself unless one is named', () => {
  expect(sandboxOf({ jobs: '1' })).toBe('auto');
  expect(sandboxOf({ sandbox: 'unshare', jobs: '1' })).toBe('unshare');
});

test('no sandbox only by the option that says unsafe', () => {
  expect(sandboxOf({ unsafeNoSandbox: true, jobs: '1' })).toBe('none');
  expect(() => sandboxOf({ sandbox: 'none', jobs: '1' })).toThrow(
    expect.objectContaining({ code: 'bad-value' }),
  );
  expect(() => sandboxOf({ sandbox: 'auto', unsafeNoSandbox: true, jobs: '1' })).toThrow(
    expect.objectContaining({ code: 'sandbox-and-unsafe' }),
  );
});

test('jobs are a whole number of at least one', () => {
  expect(jobsOf({ jobs: '4' })).toBe(4);
  for (const jobs of ['0', '-1', '1.5', 'two', '', '1e9', '257']) {
    expect(() => jobsOf({ jobs }), jobs).toThrow(expect.objectContaining({ code: 'bad-value' }));
  }
});

test('exercises share a sandbox unless each is to be alone', () => {
  expect(isolateOf({ jobs: '1' })).toBe('submission');
  expect(isolateOf({ isolate: 'exercise', jobs: '1' })).toBe('exercise');
  expect(() => isolateOf({ isolate: 'test', jobs: '1' })).toThrow(
    expect.objectContaining({ code: 'bad-value' }),
  );
});
