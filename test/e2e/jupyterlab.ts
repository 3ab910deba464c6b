/** `npm start` on a workspace of its own, and a browser in front of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, isAbsolute, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../src/setup/browser.mjs';
import { root } from '../notebook/run-cells.js';

export interface Lab {
  /** With the token, so that it opens without a question. */
  url(path: string): string;
  /** Asks the server's own interface, as the file browser does. */
  contents(path: string): Promise<Response>;
  /** What `npm start` and Jupyter have printed so far. */
  output(): string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
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

/** The browser that `gradus doctor` finds. */
export async function openBrowser(): Promise<Browser> {
  const { browser, reason } = await findBrowser();
  if (browser === undefined) throw new Error(reason);
  return chromium.launch({
    executablePath: onPath(browser.path),
    args: [
      ...browser.args,
      // Chromium's own calls home would only be refused here.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // WebGL without a graphics card, for figures in space.
      '--enable-unsafe-swiftshader',
    ],
    env: { ...definedOnly(process.env), ...browser.env },
  });
}

/** Playwright wants the whole path of a program. */
function onPath(program: string): string {
  if (isAbsolute(program)) return program;
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => existsSync(place)) ?? program;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
