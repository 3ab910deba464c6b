import { CommanderError } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { UsageError } from '../results/types.js';
import { report } from './errors.js';

const m = messages('en');
const commands = ['grade', 'explain'];

function said(error: unknown): { code: number; text: string } {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = report(error, commands, m);
  return { code, text: spy.mock.calls.map(([line]) => line).join('\n') };
}
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('wrong usage is a sentence and 2', () => {
  expect(said(new UsageError('folder-missing', { folder: 'x' }))).toEqual({
    code: 2,
    text: expect.stringMatching(/^gradus: there is no folder x\./),
  });
});

test('the engine gives the known names, the near ones are told', () => {
  const error = new UsageError('unknown-only', { name: 'sofmax', known: 'ada, softmax' });
  expect(said(error).text).toContain('Did you mean softmax?');
});

test("what is the machine's fault is 1", () => {
  expect(said(new UsageError('sandbox-unavailable', { detail: 'no namespaces' }))).toEqual({
    code: 1,
    text: expect.stringContaining('(no namespaces)'),
  });
});

test('no sandbox and a broken course are told by the code of their errors', () => {
  const none = Object.assign(new Error('x'), {
    code: 'no-sandbox',
    probes: [{ name: 'unshare', reason: 'not permitted' }],
  });
  expect(said(none)).toEqual({
    code: 1,
    text: expect.stringContaining('(unshare: not permitted)'),
  });
  const course = Object.assign(new Error('lesson.md:1:1: no title'), { code: 'course-invalid' });
  expect(said(course)).toEqual({ code: 1, text: expect.stringContaining('lesson.md:1:1') });
});

test("the parser's errors are told from the catalogue", () => {
  const error = (code: string, message: string) => new CommanderError(1, code, message);
  expect(said(error('commander.unknownCommand', "error: unknown command 'graed'"))).toEqual({
    code: 2,
    text: expect.stringContaining('there is no command graed. Did you mean grade?'),
  });
  expect(said(error('commander.somethingNew', 'error: news')).code).toBe(2);
});

test('any other error is ours: 1, its message, and its stack only when asked for', () => {
  const bug = new TypeError('x is not a function');
  const short = said(bug);
  expect(short.code).toBe(1);
  expect(short.text).toContain('the grader itself failed: x is not a function.');
  expect(short.text).not.toContain('errors.test');
  vi.restoreAllMocks();
  vi.stubEnv('GRADUS_DEBUG', '1');
  expect(said(bug).text).toContain('errors.test');
});

test('control characters in a name do not reach the terminal', () => {
  expect(said(new UsageError('folder-missing', { folder: 'a\u001b[2Jb' })).text).toContain(
    'a\\u{1b}[2Jb',
  );
});
