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
  [[], { browser: true, language: 'en', extra: [] }],
  [['--no-browser', '--port', '8899'], { browser: false, port: 8899, language: 'en', extra: [] }],
  [['--workspace=/a=b'], { browser: true, workspace: '/a=b', language: 'en', extra: [] }],
  [['--lang', 'zh'], { browser: true, language: 'zh', extra: [] }],
  [['--lang=zh', '--', '--lang', 'en'], { browser: true, language: 'zh', extra: ['--lang', 'en'] }],
  [
    ['--workspace', '/w', '--', '--debug', '--port'],
    { browser: true, workspace: '/w', language: 'en', extra: ['--debug', '--port'] },
  ],
])('npm start -- %j', (words, options) => {
  expect(parseStart(words, {})).toEqual(options);
});

test('the language is the one asked for, else GRADUS_LANG, else English', () => {
  const zh = { GRADUS_LANG: 'zh' };
  expect(parseStart([], zh).language).toBe('zh');
  expect(parseStart(['--lang', 'en'], zh).language).toBe('en');
  expect(parseStart([], {}).language).toBe('en');
  expect(parseStart(['--lang', 'en'], { GRADUS_LANG: 'fr' }).problem).toBeUndefined();
  expect(parseStart([], { GRADUS_LANG: 'fr' }).problem).toEqual({
    code: 'bad-value',
    params: { option: 'GRADUS_LANG', got: 'fr', expected: 'en, zh' },
  });
});

test.each([
  [['--port', 'x'], 'bad-value', { option: '--port', got: 'x', expected: '1–65535' }],
  [['--port=70000'], 'bad-value', { option: '--port', got: '70000', expected: '1–65535' }],
  [['--port'], 'missing-value', { option: '--port' }],
  [['--workspace'], 'missing-value', { option: '--workspace' }],
  [['--lang'], 'missing-value', { option: '--lang' }],
  [['--lang', 'de'], 'bad-value', { option: '--lang', got: 'de', expected: 'en, zh' }],
  [['--open'], 'unknown-option', { option: '--open' }],
  [['here'], 'too-many-arguments', {}],
])('npm start -- %j is refused with a reason', (words, code, params) => {
  expect(parseStart(words, {}).problem).toEqual({ code, params });
});

test('JupyterLab opens on the page of the course, where there is one', () => {
  const words = jupyterArguments({ workspace: '/w', browser: true, page: 'index.md' });
  expect(words).toContain('--LabApp.default_url=/lab/tree/index.md');
  expect(jupyterArguments({ workspace: '/w', browser: true }).join(' ')).not.toContain(
    'default_url',
  );
});
