/**
 * `node test/e2e/lesson-screenshots.mjs <folder> [lesson…]`: the published notebooks in JupyterLab, in
 * both themes and both languages, as pictures to look at: `<folder>/<lesson>.<language>.<theme>.<n>.png`,
 * page by page. Nothing is run: the outputs are those that lie in the notebooks.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../src/setup/root.mjs';
import { freePort, openBrowser } from './browser.mjs';

const [out, ...asked] = process.argv.slice(2);
if (out === undefined) {
  console.error('Usage: node test/e2e/lesson-screenshots.mjs <folder> [lesson…]');
  process.exit(2);
}
const size = { width: 1000, height: 1500 };
const notebooks = join(root, 'notebooks');
const lessons = readdirSync(notebooks).filter(
  (name) => /^\d/.test(name) && (asked.length === 0 || asked.includes(name)),
);
mkdirSync(out, { recursive: true });

for (const theme of ['light', 'dark']) {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-look-'));
  const lab = await startLab(folder, theme);
  const browser = await openBrowser();
  try {
    for (const lesson of lessons) {
      for (const [language, file] of /** @type {const} */ ([
        ['en', 'lesson.ipynb'],
        ['zh', 'lesson.zh.ipynb'],
      ])) {
        if (!existsSync(join(notebooks, lesson, file))) continue;
        const page = await browser.newPage({ viewport: size });
        await page.goto(lab.url(`/doc/tree/${lesson}/${file}`));
        const scroller = page.locator('.jp-Notebook:visible .jp-WindowedPanel-outer');
        await scroller.waitFor({ timeout: 120_000 });
        await pause(4000);
        const [height, step] = await scroller.evaluate((element) => [
          element.scrollHeight,
          element.clientHeight,
        ]);
        if (height === undefined || step === undefined || step < size.height / 2) {
          throw new Error(
            `Expected the notebook to fill the window. Received: ${height}, ${step}.`,
          );
        }
        for (let n = 0; n * step < height; n++) {
          await scroller.evaluate((element, top) => element.scrollTo({ top }), n * step);
          await pause(500);
          const name = `${lesson}.${language}.${theme}.${String(n).padStart(2, '0')}.png`;
          await page.screenshot({ path: join(out, name) });
        }
        console.log(`${lesson} ${language} ${theme}: ${Math.ceil(height / step)} pictures`);
        await page.close();
      }
    }
  } finally {
    await browser.close();
    lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * JupyterLab over copies of the notebooks, with settings of its own.
 *
 * @param {string} folder
 * @param {string} theme
 */
async function startLab(folder, theme) {
  const work = join(folder, 'notebooks');
  cpSync(notebooks, work, { recursive: true });
  const settings = join(folder, 'lab/@jupyterlab');
  /** @param {string} name @param {unknown} value */
  const set = (name, value) => {
    mkdirSync(join(settings, name, '..'), { recursive: true });
    writeFileSync(join(settings, `${name}.jupyterlab-settings`), JSON.stringify(value));
  };
  set('apputils-extension/themes', {
    theme: theme === 'dark' ? 'JupyterLab Dark' : 'JupyterLab Light',
  });
  set('apputils-extension/notification', { fetchNews: 'false' });
  set('notebook-extension/tracker', { windowingMode: 'none', kernelShutdown: true });
  const port = await freePort();
  const token = 'look';
  const words = ['lab', '--no-browser', '--allow-root', `--ServerApp.port=${port}`];
  const child = spawn(
    join(root, '.venv/bin/jupyter'),
    [...words, `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${work}`],
    {
      stdio: 'ignore',
      detached: true,
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(folder, 'config'),
        JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
        JUPYTERLAB_SETTINGS_DIR: join(folder, 'lab'),
        JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
      },
    },
  );
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${base}/api/status?token=${token}`).catch(() => undefined);
    if (ready?.ok) break;
    if (tries > 300) throw new Error('JupyterLab did not start.');
    await pause(200);
  }
  return {
    /** @param {string} path */
    url: (path) => `${base}${path}?token=${token}`,
    stop: () => process.kill(-(child.pid ?? 0), 'SIGTERM'),
  };
}
