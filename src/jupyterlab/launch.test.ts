import { expect, test } from 'vitest';
import { jupyterArguments, jupyterEnvironment, parseStart } from './launch.mjs';

test('JupyterLab serves the workspace to this machine only, with its token, and fetches nothing', () => {
  const words = jupyterArguments({ workspace: '/home/ada/gradus', browser: true });
  expect(words[0]).toBe('lab');
  expect(words).toContain('--ServerApp.root_dir=/home/ada/gradus');
  expect(words).toContain('--ServerApp.ip=127.0.0.1');
  expect(words).toContain('--LabApp.news_url=None');
  expect(words.join(' ')).not.toMatch(/token|password|allow-root|no-browser/);
});

test('port, no browser, root and further words are passed on, the last ones last', () => {
  const words = jupyterArguments({
    workspace: '/w',
    browser: false,
    port: 9000,
    root: true,
    extra: ['--debug'],
  });
  expect(words).toEqual(
    expect.arrayContaining(['--ServerApp.port=9000', '--no-browser', '--allow-root']),
  );
  expect(words.at(-1)).toBe('--debug');
});

test("the user's own settings stay in force", () => {
  const env = jupyterEnvironment({ JUPYTER_CONFIG_DIR: '/mine', TF_CPP_MIN_LOG_LEVEL: '0' });
  expect(env).toEqual({
    JUPYTER_CONFIG_DIR: '/mine',
    JUPYTER_PREFER_ENV_PATH: '1',
    TF_CPP_MIN_LOG_LEVEL: '0',
  });
});

test.each([
  [[], { browser: true, extra: [] }],
  [['--no-browser', '--port', '8899'], { browser: false, port: 8899, extra: [] }],
  [['--workspace=/a=b'], { browser: true, workspace: '/a=b', extra: [] }],
  [
    ['--workspace', '/w', '--', '--debug', '--port'],
    { browser: true, workspace: '/w', extra: ['--debug', '--port'] },
  ],
])('npm start -- %j', (words, options) => {
  expect(parseStart(words)).toEqual(options);
});

test.each([
  [['--port', 'x'], '--port needs a number from 1 to 65535.'],
  [['--workspace'], '--workspace needs a folder.'],
  [['--open'], 'Unknown option --open. Usage: npm start --'],
])('npm start -- %j is refused with a reason', (words, said) => {
  expect(parseStart(words).problem).toContain(said);
});

test('JupyterLab opens on the page of the course, where there is one', () => {
  const words = jupyterArguments({ workspace: '/w', browser: true, page: 'index.md' });
  expect(words).toContain('--LabApp.default_url=/lab/tree/index.md');
  expect(jupyterArguments({ workspace: '/w', browser: true }).join(' ')).not.toContain(
    'default_url',
  );
});
