/** A Chromium for the end-to-end tests: the system's, else the one in an npm package. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { inRoot, root } from './root.mjs';
import { run, tail } from './run.mjs';

/**
 * @typedef {object} Browser
 * @property {string} name where it comes from
 * @property {string} path the program
 * @property {string[]} args what it must be started with here
 * @property {Record<string, string>} env what must be set for it
 */

const SYSTEM = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
// Chromium's own sandbox needs what this machine may not allow; the pages are our own.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/**
 * @param {string} name
 * @returns {string | undefined} the program's full path
 */
function onPath(name) {
  const folders = isAbsolute(name) ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Unpacks the npm package's Chromium once, into the project's own cache. */
async function unpack() {
  const folder = inRoot('.cache', 'browser');
  const program = join(folder, 'chromium');
  if (existsSync(program)) return { path: program, folder, said: '' };
  // In a folder of its own first: the package takes a half-written program for a whole one.
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const script = `
    const { default: chromium } = await import('@sparticuz/chromium');
    process.stdout.write('UNPACKED ' + await chromium.executablePath() + '\\n');
  `;
  // The variable makes the package unpack the libraries (libnss3, …) that it brings along.
  const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const { output } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env,
    timeoutMs: 120_000,
  });
  const done = output.includes('UNPACKED ');
  if (done && !existsSync(folder)) renameSync(fresh, folder);
  rmSync(fresh, { recursive: true, force: true });
  return { path: done ? program : undefined, folder, said: tail(output, 3) };
}

/**
 * Whether a browser really draws a page, driven as the end-to-end tests drive it.
 *
 * @param {Browser} browser
 */
async function draws({ path, args, env }) {
  const script = `
    const { chromium } = await import('playwright-core');
    const options = JSON.parse(process.env.GRADUS_LAUNCH);
    const browser = await chromium.launch({ ...options, timeout: 20_000 });
    const page = await browser.newPage();
    await page.setContent('<p id=a></p><script>a.textContent = 6 * 7</script>');
    process.stdout.write('DREW ' + (await page.textContent('#a')) + '\\n');
    await browser.close();
  `;
  const options = { executablePath: path, args, env: { ...process.env, ...env } };
  const { output } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, GRADUS_LAUNCH: JSON.stringify(options) },
    timeoutMs: 40_000,
  });
  const said = output.split('\n').find((line) => /error|cannot/i.test(line)) ?? tail(output, 1);
  return { ok: output.includes('DREW 42'), said: said.trim() };
}

/**
 * @returns {Promise<{ browser?: Browser, reason: string }>} the first browser that draws a page
 */
export async function findBrowser() {
  const own = process.env.GRADUS_BROWSER;
  const reasons = [];
  for (const name of own !== undefined ? [own] : SYSTEM) {
    const path = onPath(name);
    if (path === undefined) continue;
    const browser = { name, path, args: ARGS, env: {} };
    const { ok, said } = await draws(browser);
    if (ok) return { browser, reason: '' };
    reasons.push(`${name}: ${said}`);
  }
  if (own === undefined && process.platform === 'linux' && process.arch === 'x64') {
    const { path, folder, said } = await unpack();
    if (path === undefined || !existsSync(path)) return { reason: said };
    const name = 'npm package @sparticuz/chromium';
    for (const env of [{}, { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }]) {
      /** @type {Browser} */
      const browser = { name, path, args: ARGS, env };
      const tried = await draws(browser);
      if (tried.ok) return { browser, reason: '' };
      reasons.push(`${name}: ${tried.said}`);
    }
  }
  return { reason: reasons.at(-1) ?? 'no Chromium, Chrome or Edge found' };
}
