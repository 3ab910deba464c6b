import { afterEach, expect, test, vi } from 'vitest';
import { main } from './main.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function ended(...argv: string[]): Promise<{ code: number; err: string }> {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await main(argv);
  return { code, err: spy.mock.calls.join('\n') };
}

test('the language of an error is the one of the command line, then of the environment', async () => {
  expect((await ended('grade', '/no/such', '--lang', 'zh')).err).toContain('没有文件夹');
  vi.stubEnv('GRADUS_LANG', 'zh');
  expect((await ended('grade', '/no/such')).err).toContain('没有文件夹');
  expect((await ended('grade', '/no/such', '--lang=en')).err).toContain('there is no folder');
});

test('an unknown language is said to be one, and where it came from', async () => {
  vi.stubEnv('GRADUS_LANG', 'fr');
  const { code, err } = await ended('grade', '/no/such');
  expect(code).toBe(2);
  expect(err).toContain('GRADUS_LANG was fr. Expected en, zh.');
});

test('nothing happens to a class when an option is wrong', async () => {
  const { code, err } = await ended(
    'grade',
    '/no/such',
    '--unsafe-no-sandbox',
    '--sandbox',
    'auto',
  );
  expect(code).toBe(2);
  expect(err).toContain('contradict');
});

test.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/dev/null/x'])(
  'results that cannot be written to %s are refused before anything is graded',
  async (out) => {
    const { code, err } = await ended('grade', '--out', out);
    expect(code).toBe(1);
    expect(err).toMatch(/cannot be written \(ENO(?:ENT|TDIR)\)/);
  },
  20_000,
);
