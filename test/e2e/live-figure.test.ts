/** A reader watches a live figure in JupyterLab while its cell runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type Lab, openBrowser, runAll, startLab } from './jupyterlab.js';

/** A diffusion that was never trained, watched while it draws. */
const watched = `
import { imageGrid, liveFigure, useBackend } from 'gradus';
import { cosineNoiseSchedule, ddpmSample, denoisingUnet } from 'gradus/diffusion';
await useBackend();
const model = denoisingUnet({
  inputShape: [8, 8, 1], filters: 16, channelMultipliers: [1, 2], seed: 1,
});
const picture = liveFigure();
const drawn = await ddpmSample(model, {
  schedule: cosineNoiseSchedule({ steps: 150 }), count: 10, clip: [-1, 1],
  onStep: ({ denoised, step, steps }) => picture.show(() =>
    imageGrid({ title: \`Step \${step} of \${steps}\`, images: denoised })),
});
await picture.done(imageGrid({ title: 'Out of noise', images: drawn }));
`;

describeIf('browser', 'a live figure in JupyterLab', () => {
  describeIf('jupyter', 'started by npm start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-live-'));
    const workspace = join(folder, 'workspace');
    let lab: Lab | undefined;
    let browser: Browser | undefined;

    beforeAll(async () => {
      mkdirSync(workspace, { recursive: true });
      writeFileSync(join(workspace, 'watched.ipynb'), notebookOf(watched));
      lab = await startLab(workspace, join(folder, 'settings'));
      browser = await openBrowser();
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await lab?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    test('forms in one place while a sampler runs, and is drawn by plotly at the end', async () => {
      const page = await browser?.newPage({ viewport: { width: 1280, height: 900 } });
      if (page === undefined) throw new Error('The browser did not start.');
      await page.goto(lab?.url('/lab/tree/watched.ipynb') ?? '');
      await page.waitForSelector('.jp-NotebookPanel .jp-CodeCell', { timeout: 60_000 });
      // What the cell shows, each time that it is another thing.
      await page.evaluate(`(() => {
        window.shown = [];
        const look = () => {
          const places = document.querySelectorAll('.jp-CodeCell .jp-OutputArea-child');
          const area = document.querySelector('.jp-CodeCell .jp-OutputArea');
          const step = /Step (\\d+) of 150/.exec(area?.textContent ?? '')?.[1];
          if (step !== undefined && step !== window.shown.at(-1)?.step) {
            window.shown.push({ step, places: places.length });
          }
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      })()`);
      await runAll(page, 120);
      const shown = (await page.evaluate('window.shown')) as { step: string; places: number }[];
      expect(shown.length).toBeGreaterThanOrEqual(3);
      const steps = shown.map(({ step }) => Number(step));
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      // The backend's line, and one place for all pictures.
      expect(new Set(shown.map(({ places }) => places)).size).toBe(1);
      const last = page.locator('.jp-CodeCell .js-plotly-plot', { hasText: /Out of noise/ });
      expect(await last.locator('.imagelayer image').count()).toBeGreaterThanOrEqual(1);
      expect(await page.locator('.jp-CodeCell .jp-OutputArea').innerText()).not.toContain('Step');
    }, 240_000);
  });
});

/** A notebook of one cell. */
function notebookOf(source: string): string {
  const language = 'typescript';
  const cell = { cell_type: 'code', id: 'a', metadata: {}, outputs: [], execution_count: null };
  return JSON.stringify({
    cells: [{ ...cell, source: source.trim() }],
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript', language },
      language_info: { name: language },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
