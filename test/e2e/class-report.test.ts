import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { root } from '../notebook/run-cells.js';
import { openBrowser } from './jupyterlab.js';

const run = promisify(execFile);

describeIf('browser', 'the report of a class, in a browser', () => {
  const out = mkdtempSync(join(tmpdir(), 'gradus-report-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    const cli = join(root, 'dist/autograder/cli.js');
    // Six students are enough to look at.
    const only = ['ada', 'dijkstra', 'euler', 'gauss', 'hypatia', 'shannon'];
    const words = only.flatMap((student) => ['--only', student]);
    await run(process.execPath, [cli, 'grade', '--out', out, ...words], { cwd: root });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(out, { recursive: true, force: true });
  });

  test('shows every student with points, leads to their pages, and asks nothing of the network', async () => {
    const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => problems.push(message.text()));
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    await page.goto(pathToFileURL(join(out, 'instructor/index.html')).href);
    for (const name of ['ada', 'dijkstra', 'shannon']) {
      expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThan(0);
    }
    await page.locator('.charts .js-plotly-plot').nth(2).waitFor();
    expect(await page.locator('.charts .gtitle').count()).toBe(3);

    const picture = join(out, 'class-report.png');
    await page.screenshot({ path: picture });
    if (process.env.UPDATE_SCREENSHOTS === '1') {
      const kept = join(root, 'test/e2e/screenshots');
      mkdirSync(kept, { recursive: true });
      await copyFile(picture, join(kept, 'class-report.png'));
    }

    await page.getByRole('link', { name: 'dijkstra' }).first().click();
    const text = await page.locator('body').innerText();
    expect(text).toContain('softmax');
    expect(text).toMatch(/not a|NaN/i);
    expect(await page.locator('script').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('where no script runs, the charts are pictures', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(out, 'instructor/index.html')).href);
    const charts = page.locator('.charts [role="img"] > svg');
    expect(await charts.count()).toBe(3);
    const box = await charts.first().boundingBox();
    expect(box?.width).toBeGreaterThan(300);
    await context.close();
  });

  test("a student's page tells of a hidden test only what it looks at", async () => {
    const file = readdirSync(join(out, 'student')).find((name) => /^dijkstra-.*html$/.test(name));
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(out, 'student', file ?? 'missing')).href);
    const text = await page.locator('body').innerText();
    expect(text).toContain('softmax');
    // The name of a hidden test, which would tell what its input is like.
    expect(text).not.toContain('scores of other sizes');
  });
});
