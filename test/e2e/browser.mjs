/** A browser, and a port for what it looks at. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, isAbsolute, join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../src/setup/browser.mjs';

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
}

/**
 * The browser that `gradus doctor` finds.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function openBrowser() {
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

/**
 * Playwright wants the whole path of a program.
 *
 * @param {string} program
 */
function onPath(program) {
  if (isAbsolute(program)) return program;
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => existsSync(place)) ?? program;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function definedOnly(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
