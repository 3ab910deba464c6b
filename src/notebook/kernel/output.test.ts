import { describe, expect, test, vi } from 'vitest';
import { cellOutput, printLimit, tailLength } from './output.js';

function gathered() {
  const sent: { type: string; name?: string; text?: string }[] = [];
  let time = 0;
  const output = cellOutput(
    (type, content) => sent.push({ type, ...(content as object) }),
    () => time,
  );
  const text = (name: string): string =>
    sent.flatMap((one) => (one.type === 'stream' && one.name === name ? [one.text] : [])).join('');
  const wait = (ms: number): void => {
    time += ms;
  };
  return { sent, output, text, wait };
}

describe('cellOutput', () => {
  test('100,000 lines are few messages, and none is lost', () => {
    const { sent, output, text } = gathered();
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i}\n`);
    for (const line of lines) output.stream('stdout', line);
    output.finish();
    expect(text('stdout')).toBe(lines.join(''));
    expect(sent.length).toBeLessThan(30);
  });

  test('streams and pictures keep their order', () => {
    const { sent, output } = gathered();
    output.stream('stdout', 'at once\n');
    output.stream('stdout', 'a\n');
    output.stream('stdout', 'b\n');
    output.stream('stderr', 'c\n');
    output.display({ data: 1 }, false);
    output.stream('stdout', 'd\n');
    output.display({ data: 2 }, true);
    output.finish();
    expect(sent).toEqual([
      { type: 'stream', name: 'stdout', text: 'at once\n' },
      { type: 'stream', name: 'stdout', text: 'a\nb\n' },
      { type: 'stream', name: 'stderr', text: 'c\n' },
      { type: 'display_data', data: 1 },
      { type: 'stream', name: 'stdout', text: 'd\n' },
      { type: 'update_display_data', data: 2 },
    ]);
  });

  test('a loop that never waits is seen all the same, every 20 ms', () => {
    const { sent, output, wait } = gathered();
    for (let i = 0; i < 10; i++) {
      output.stream('stdout', `${i}\n`);
      wait(10);
    }
    expect(sent.map(({ text }) => text)).toEqual(['0\n', '1\n2\n', '3\n4\n', '5\n6\n', '7\n8\n']);
  });

  test('what waits is sent by a timer, also after the cell has ended', () => {
    vi.useFakeTimers();
    try {
      const { output, text } = gathered();
      output.finish();
      output.stream('stdout', 'first ');
      output.stream('stdout', 'late');
      expect(text('stdout')).toBe('first ');
      vi.advanceTimersByTime(25);
      expect(text('stdout')).toBe('first late');
    } finally {
      vi.useRealTimers();
    }
  });

  test('above 1 MB the middle is left out: the notice says how much, the end is there', () => {
    const { output, text } = gathered();
    const line = `${'x'.repeat(99)}\n`;
    for (let i = 0; i < 50_000; i++) output.stream('stdout', line);
    output.stream('stdout', 'the end\n');
    output.finish();
    expect(text('stderr')).toContain('[3.98 MB of this cell');
    const shown = text('stdout');
    expect(shown.endsWith(`${line}the end\n`)).toBe(true);
    expect(shown.length).toBeGreaterThan(printLimit);
    expect(shown.length).toBeLessThanOrEqual(printLimit + tailLength);
    const whole = ['x'.repeat(99), 'the end', ''];
    expect(shown.split('\n').every((one) => whole.includes(one))).toBe(true);
  });

  test('one text without an end of line is cut, no character in half', () => {
    const { output, text } = gathered();
    output.stream('stdout', '😀'.repeat(printLimit));
    output.finish();
    expect(text('stdout')).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    expect(text('stderr')).toContain('0.98 MB');
  });

  test('a timer that prints on for ever shows its end from time to time', () => {
    vi.useFakeTimers();
    try {
      const { sent, output } = gathered();
      output.stream('stdout', 'x'.repeat(printLimit));
      output.finish();
      const before = sent.length;
      for (let i = 0; i < 100; i++) output.stream('stdout', `${'y'.repeat(9_999)}\n`);
      expect(sent.length).toBe(before);
      vi.advanceTimersByTime(10_000);
      expect(sent.slice(before).map(({ name }) => name)).toEqual(['stderr', 'stdout']);
    } finally {
      vi.useRealTimers();
    }
  });
});
