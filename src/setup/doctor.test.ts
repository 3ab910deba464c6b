import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checks } from './checks.mjs';
import { nodeProblem } from './command.mjs';
import { table } from './doctor.mjs';

const script = fileURLToPath(new URL('./doctor.mjs', import.meta.url));

test('a table lines its columns up', () => {
  expect(
    table([
      ['', 'what', 'found'],
      ['ok', 'Node', 'v20.20.2'],
      ['--', 'GPU', ''],
    ]),
  ).toBe('    what  found\nok  Node  v20.20.2\n--  GPU');
});

test.each([
  ['20.18.0', false],
  ['20.19.0', true],
  ['21.7.0', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.0.0', true],
  ['18.20.0', false],
])('Node %s is good enough: %s', (version, fits) => {
  const problem = nodeProblem(version);
  if (fits) expect(problem).toBeUndefined();
  else
    expect(problem).toBe(
      `gradus needs Node 20.19 or newer, or 22.12 or newer. This is Node ${version}.`,
    );
});

test('what cannot be had is told with the command that mends it', async () => {
  const run = promisify(execFile);
  // A path without programs: no Python, no compiler, no sandbox, no browser.
  const env = {
    PATH: '/nowhere',
    HOME: process.env.HOME ?? '/',
    GRADUS_BROWSER: '/nowhere/chromium',
  };
  const failure = await run(process.execPath, [script], { env }).catch((error) => error);
  const line = (title: string): string =>
    failure.stdout.split('\n').find((one: string) => one.includes(title)) ?? '';
  expect(failure.code).toBe(1);
  expect(line('Node')).toMatch(/^ok {2}Node /);
  expect(line('Python')).toMatch(/^-- .*3\.10 or newer not found.*apt install python3/);
  expect(line('C++ compiler')).toMatch(/^-- .*not found.*apt install g\+\+/);
  for (const sandbox of ['bubblewrap', 'unshare', 'podman', 'docker']) {
    expect(line(`sandbox ${sandbox} `)).toMatch(/^-- .*not installed/);
  }
  expect(line('sandbox plain-uid')).toMatch(/^-- .*(not installed|only root)/);
  expect(line('browser')).toMatch(/^-- .*apt install chromium/);
  expect(failure.stdout.trim().split('\n')).toHaveLength(Object.keys(checks).length + 1);
});
