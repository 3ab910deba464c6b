/** `npm start` on a workspace of its own, and a browser in front of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { root } from '../notebook/run-cells.js';
import { freePort } from './browser.mjs';

export { openBrowser } from './browser.mjs';

export interface Lab {
  /** With the token, so that it opens without a question. */
  url(path: string): string;
  /** Asks the server's own interface, as the file browser does. */
  contents(path: string): Promise<Response>;
  /** What `npm start` and Jupyter have printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts `npm start` without opening a browser, and waits until JupyterLab answers.
 *
 * @param settings a folder for Jupyter's own files, so that those of the user are neither read nor
 *   changed
 */
export async function startLab(workspace: string, settings: string, seconds = 120): Promise<Lab> {
  const port = await freePort();
  const token = 'end-to-end';
  const words = ['--no-browser', '--workspace', workspace, '--port', String(port)];
  const child = spawn(
    process.execPath,
    [join(root, 'src/setup/start.mjs'), ...words, '--', `--IdentityProvider.token=${token}`],
    // A group of its own, so that server and kernels end with it.
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(settings, 'config'),
        JUPYTER_DATA_DIR: join(settings, 'data'),
        JUPYTER_RUNTIME_DIR: join(settings, 'runtime'),
        JUPYTERLAB_SETTINGS_DIR: join(settings, 'lab'),
        JUPYTERLAB_WORKSPACES_DIR: join(settings, 'workspaces'),
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const base = `http://127.0.0.1:${port}`;
  const ask = (path: string): Promise<Response> =>
    fetch(`${base}${path}`, { headers: { Authorization: `token ${token}` } });

  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const ready = await ask('/api/status').catch(() => undefined);
    if (ready?.ok) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      await stopGroup(child);
      throw new Error(`JupyterLab did not start:\n${output}`);
    }
    await pause(200);
  }
  return {
    url: (path) => `${base}${path}?token=${token}`,
    contents: (path) => ask(`/api/contents/${path}`),
    output: () => output,
    stop: () => stopGroup(child),
  };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return; // the group is gone
    }
    if (child.exitCode !== null) return;
    await Promise.race([ended, pause(5000)]);
  }
}

/** Run → Run All Cells, then waits at most so many seconds until each code cell has its number. */
export async function runAll(page: Page, seconds: number): Promise<void> {
  // The menu acts on the notebook that has the focus, once its kernel is there.
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', {
    timeout: 60_000,
  });
  // On a busy machine a menu may close under the click: asked again until a cell has begun.
  for (let attempt = 0; attempt < 5; attempt++) {
    // What such a click may have opened instead.
    const dialog = page.locator('dialog.jp-Dialog');
    if (await dialog.isVisible()) {
      console.log(`A dialog was open: ${await dialog.innerText()}`);
      await dialog.getByRole('button').first().click();
    }
    await page.locator('.jp-NotebookPanel .jp-CodeCell').first().click();
    await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Run$/ }).click();
    await page.locator('.lm-Menu-itemLabel', { hasText: /^Run All Cells$/ }).click();
    const begun = page.locator('.jp-CodeCell .jp-InputPrompt', { hasText: /\[[*\d]+\]/ });
    if (await appears(begun.first())) break;
    await page.keyboard.press('Escape');
  }
  await page.waitForFunction(
    `(() => {
      const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
      return prompts.length > 0 && prompts.every((p) => /\\[\\d+\\]/.test(p.textContent));
    })()`,
    undefined,
    { timeout: seconds * 1000, polling: 500 },
  );
  // Plotly draws a moment after its output has come.
  await page.waitForTimeout(1500);
}

const appears = (place: Locator): Promise<boolean> =>
  place.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
