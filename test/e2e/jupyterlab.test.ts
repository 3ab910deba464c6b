/** A student opens the solved lesson in JupyterLab and runs all of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { codeCells, lessonNotebook } from '../notebook/lessons.js';
import { root } from '../notebook/run-cells.js';
import { type Lab, openBrowser, runAll, startLab } from './jupyterlab.js';

const lesson = '02-a-network-from-scratch';
const runSeconds = 240;

/** What the README may carry. */
const largestScreenshot = 400 * 1024;

describeIf('browser', 'the solved lesson in JupyterLab', () => {
  describeIf('jupyter', 'started by npm start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-lab-'));
    const workspace = join(folder, 'workspace');
    const file = join(workspace, lesson, 'lesson.ipynb');
    let notebook = '';
    let lab: Lab | undefined;
    let browser: Browser | undefined;
    let page: Page;
    const pageErrors: string[] = [];

    beforeAll(
      async () => {
        notebook = await lessonNotebook(lesson, true);
        mkdirSync(join(workspace, lesson), { recursive: true });
        writeFileSync(file, notebook);
        lab = await startLab(workspace, join(folder, 'settings'));
        browser = await openBrowser();
        page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        page.on('pageerror', (error) => pageErrors.push(error.message));
        await page.goto(lab.url(`/lab/tree/${lesson}/lesson.ipynb`));
        await page.waitForSelector('.jp-NotebookPanel .jp-CodeCell', { timeout: 60_000 });
        await runAll(page, runSeconds);
      },
      (runSeconds + 180) * 1000,
    );
    afterAll(async () => {
      await browser?.close();
      await lab?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    test('npm start left the notebook that was there as it was', () => {
      expect(JSON.parse(notebook).cells.length).toBeGreaterThan(20);
      const now = codeCells(readFileSync(file, 'utf8')).map(({ source }) => source);
      expect(now).toEqual(codeCells(notebook).map(({ source }) => source));
    });

    test('no cell shows an error or stderr', async () => {
      const bad = page.locator(
        '[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type="application/vnd.jupyter.error"]',
      );
      expect(await bad.allInnerTexts()).toEqual([]);
      expect(pageErrors).toEqual([]);
    });

    test('every check is green', async () => {
      const green = page.getByText(/✓ \w+: all \d+ visible tests passed/);
      const checks = codeCells(notebook).filter(({ kind }) => kind === 'check');
      expect(await green.count()).toBe(checks.length);
    });

    test('the charts, the confusion matrix and the picture grids are drawn by plotly', async () => {
      const plot = (title: RegExp) => page.locator('.js-plotly-plot', { hasText: title });
      const live = plot(/Loss while training/);
      expect(await live.locator('.scatterlayer .trace').count()).toBe(1);
      expect(await live.locator('.scatterlayer .point').count()).toBeGreaterThanOrEqual(10);
      const matrix = plot(/What the network answers/);
      expect(await matrix.locator('.heatmap-label').count()).toBeGreaterThanOrEqual(10);
      const mistakes = plot(/mistakes in/);
      expect(await mistakes.locator('.imagelayer image').count()).toBeGreaterThanOrEqual(4);
      expect(await mistakes.locator('.annotation-text').first().textContent()).toMatch(/\d → \d/);
    });

    test('the file browser shows the lesson, and reaches no reference', async () => {
      const shown = await page.locator('.jp-DirListing-item').allInnerTexts();
      expect(shown.join('\n')).toContain('lesson.ipynb');
      const reference = `${lesson}/solution.js`;
      for (const path of [
        `node_modules/gradus/dist/autograder/reference/${reference}`,
        `../../autograder/reference/${lesson}/solution.ts`,
        '%2e%2e/%2e%2e/autograder/reference',
        join(root, 'autograder/reference', lesson, 'solution.ts').slice(1),
        `node_modules/gradus/../../autograder/reference/${reference}`,
      ]) {
        const answer = await lab?.contents(path);
        expect([400, 403, 404], path).toContain(answer?.status);
      }
      // A link cannot be followed to more than the student's own package.
      const inside = await lab?.contents(`node_modules/gradus/dist/autograder/reference/${lesson}`);
      if (inside?.ok) {
        const { content } = (await inside.json()) as { content: { name: string }[] };
        const secret = /solution|hidden|mutants|variants/;
        expect(content.map(({ name }) => name).filter((name) => secret.test(name))).toEqual([]);
      }
    });

    test('the page of the course was opened for reading, and knows what the checks have found', async () => {
      const home = await fetch(lab?.url('/') ?? '', { redirect: 'manual' });
      expect(home.headers.get('location')).toContain('/lab/tree/index.md');
      const checks = codeCells(notebook).filter(({ kind }) => kind === 'check').length;
      const progress = JSON.parse(readFileSync(join(workspace, '.gradus/progress.json'), 'utf8'));
      const found = Object.values(progress.lessons[lesson] as Record<string, { passed: boolean }>);
      expect(found).toHaveLength(checks);
      const solved = found.filter(({ passed }) => passed).length;
      expect(solved).toBe(await page.getByText(/✓ \w+: all \d+ visible tests passed/).count());
      const course = await browser?.newPage();
      await course?.goto(lab?.url('/lab/tree/index.md') ?? '');
      const shown = course?.locator('.jp-MarkdownViewer .jp-RenderedMarkdown');
      // The page is there before it is filled.
      const index = JSON.parse(readFileSync(join(workspace, '.gradus/course.json'), 'utf8'));
      const lessons: { exercises?: object[] }[] = index.lessons;
      const all = lessons.reduce((sum, { exercises = [] }) => sum + exercises.length, 0);
      const sentence = `You have solved ${solved} of ${all} exercises.`;
      await shown?.filter({ hasText: sentence }).waitFor({ timeout: 60_000 });
      await shown?.getByRole('link', { name: 'A network from scratch' }).first().click();
      await course?.waitForSelector('.jp-NotebookPanel .jp-CodeCell', { timeout: 60_000 });
      await course?.close();
    });

    test('a chart keeps its height and fills its width when the window changes, shown or hidden', async () => {
      const chart = page.locator('.js-plotly-plot', { hasText: /Loss while training/ });
      const size = async () => {
        await chart.scrollIntoViewIfNeeded();
        const box = await chart.locator('svg.main-svg').first().boundingBox();
        const room = await chart.boundingBox();
        return { width: box?.width ?? 0, height: box?.height ?? 0, room: room?.width ?? 0 };
      };
      const before = await size();
      for (const width of [900, 1500, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(1500);
        const now = await size();
        expect(now.height).toBeCloseTo(before.height, 0);
        expect(Math.abs(now.width - now.room)).toBeLessThan(3);
      }
      // Behind another tab, and back.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+L');
      await page.waitForTimeout(500);
      await page.setViewportSize({ width: 1000, height: 900 });
      await page.waitForTimeout(1000);
      await page
        .locator('.lm-TabBar-tabLabel', { hasText: /^lesson\.ipynb$/ })
        .first()
        .click();
      await page.waitForTimeout(1500);
      const shown = await size();
      expect(shown.height).toBeCloseTo(before.height, 0);
      expect(Math.abs(shown.width - shown.room)).toBeLessThan(3);
      for (const theme of ['JupyterLab Dark', 'JupyterLab Light']) {
        await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Settings$/ }).click();
        await page.locator('.lm-Menu-itemLabel', { hasText: /^Theme$/ }).hover();
        await page.locator('.lm-Menu-itemLabel', { hasText: new RegExp(`^${theme}$`) }).click();
        await page.waitForTimeout(2000);
        const box = await chart.boundingBox();
        expect([theme, box?.height]).toEqual([theme, before.height]);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.waitForTimeout(1500);
    });

    test('a picture of it can be taken for the README', async () => {
      const picture = join(folder, 'jupyterlab.png');
      await show(page);
      await page.screenshot({ path: picture });
      expect(statSync(picture).size).toBeGreaterThan(20_000);
      expect(statSync(picture).size).toBeLessThan(largestScreenshot);
      if (process.env.UPDATE_SCREENSHOTS === '1') {
        const kept = join(root, 'test/e2e/screenshots');
        mkdirSync(kept, { recursive: true });
        writeFileSync(join(kept, 'jupyterlab.png'), readFileSync(picture));
      }
    });
  });
});

/** Brings the live chart into view, without the side bar. */
async function show(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  const chart = page.locator('.js-plotly-plot', { hasText: /Loss while training/ });
  const cell = page.locator('.jp-CodeCell').filter({ has: chart });
  await cell.evaluate((node: { scrollIntoView(options: object): void }) =>
    node.scrollIntoView({ block: 'start' }),
  );
  await page.waitForTimeout(800);
}
