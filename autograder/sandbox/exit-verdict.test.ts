import { expect, test } from 'vitest';
import { breached, exited } from './exit-verdict.js';
import { defaultLimits } from './limits.js';

test('each limit has its own verdict and says which it was', () => {
  const told = (['memory', 'cpu', 'processes', 'disk'] as const).map((breach) => {
    const { verdict, issue } = breached(defaultLimits, breach);
    return [verdict, issue.code, Object.values(issue.params)];
  });
  expect(told).toEqual([
    ['out-of-memory', 'out-of-memory', [512]],
    ['timeout', 'cpu-limit', [20_000]],
    ['error', 'process-limit', [64]],
    ['error', 'disk-limit', [16]],
  ]);
});

test('a process that was killed while it held much memory ran out of it, any other just ended', () => {
  const verdict = (mb: number, code: number | null, signal: NodeJS.Signals | null) =>
    exited(defaultLimits, mb, code, signal).verdict;
  for (const [code, signal] of [
    [134, null],
    [137, null],
    [null, 'SIGABRT'],
    [null, 'SIGKILL'],
  ] as const) {
    expect(verdict(500, code, signal)).toBe('out-of-memory');
    expect(verdict(100, code, signal)).toBe('error');
  }
  expect(verdict(500, 0, null)).toBe('error');
  expect(exited(defaultLimits, 0, 3, null).issue.params).toEqual({
    detail: { en: 'exit code 3', zh: '退出码 3' },
  });
});
