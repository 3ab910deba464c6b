/** Figures in a JupyterLab that has no plotly of its own: the plotly.js beside the notebook draws them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type Lab, openBrowser, startLab } from './jupyterlab.js';

const seconds = 120;

const code = [
  "import { barChart, lineChart } from 'gradus/plot';",
  "import { display } from 'gradus/notebook';",
  "display(lineChart({ title: 'Loss of the run', series: [{ name: 'loss', y: [3, 2, 1] }] }));",
  "display(barChart({ title: 'Accuracy of the run', labels: ['a', 'b'], values: [1, 2] }));",
].join('\n');

function notebook(): string {
  const cell = { cell_type: 'code', id: 'draw', execution_count: null, metadata: {}, outputs: [] };
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const metadata = { kernelspec, language_info: { name: 'typescript' } };
  return JSON.stringify({
    cells: [{ ...cell, source: code }],
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  });
}

describeIf('browser', 'figures where JupyterLab has no plotly', () => {
  describeIf('jupyter', 'started by npm start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-beside-'));
    const workspace = join(folder, 'workspace');
    let lab: Lab | undefined;
    let browser: Browser | undefined;

    beforeAll(
      async () => {
        // At the top of the workspace, and in a folder of it.
        for (const at of ['.', 'mine/deep']) {
          mkdirSync(join(workspace, at), { recursive: true });
          writeFileSync(join(workspace, at, 'figures.ipynb'), notebook());
        }
        const settings = join(folder, 'settings');
        mkdirSync(join(settings, 'config/labconfig'), { recursive: true });
        writeFileSync(
          join(settings, 'config/labconfig/page_config.json'),
          JSON.stringify({ disabledExtensions: { '@jupyterlab/plotly-extension:factory': true } }),
        );
        lab = await startLab(workspace, settings);
        browser = await openBrowser();
      },
      (seconds + 120) * 1000,
    );
    afterAll(async () => {
      await browser?.close();
      await lab?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    /** Opens a notebook, runs its cell, and waits for its outputs. */
    async function shown(path: string): Promise<{ page: Page; asked: string[] }> {
      if (browser === undefined || lab === undefined) throw new Error('There is no browser.');
      const page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      // A workspace of JupyterLab for each, or the other notebook would be opened as well.
      const own = path.replaceAll(/\W/g, '-');
      await page.goto(lab.url(`/lab/workspaces/${own}/tree/${path}`));
      await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', {
        timeout: 60_000,
      });
      const panel = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
      const begun = panel.locator('.jp-InputPrompt', { hasText: /\[[*\d]+\]/ }).first();
      // Before the kernel is there a key may go astray.
      for (let attempt = 0; attempt < 5 && !(await begun.isVisible()); attempt++) {
        await panel.locator('.jp-CodeCell .cm-content').first().click();
        await page.keyboard.press('Control+Enter');
        await begun.waitFor({ timeout: 10_000 }).catch(() => {});
      }
      const outputs = panel.locator('.jp-OutputArea-output');
      await outputs.nth(1).waitFor({ timeout: seconds * 1000 });
      return { page, asked };
    }

    for (const path of ['figures.ipynb', 'mine/deep/figures.ipynb']) {
      test(
        `in ${path} they are drawn, and plotly.js comes once, from this machine`,
        async () => {
          const { page, asked } = await shown(path);
          await page.locator('.js-plotly-plot .main-svg').nth(3).waitFor({ timeout: 30_000 });
          const titles = page.locator('.js-plotly-plot .gtitle');
          expect(await titles.allTextContents()).toEqual([
            'Loss of the run',
            'Accuracy of the run',
          ]);
          expect(await page.locator('.js-plotly-plot').count()).toBe(2);
          expect(asked.filter((url) => /\/files\/.*plotly/.test(url))).toHaveLength(1);
          expect(asked.filter((url) => !/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(url))).toEqual(
            [],
          );
          if (process.env.GRADUS_GALLERY !== undefined) {
            const name = `lab-beside-${path.replaceAll(/\W/g, '-')}.png`;
            await page.screenshot({ path: join(process.env.GRADUS_GALLERY, name) });
          }
          await page.close();
        },
        (seconds + 120) * 1000,
      );
    }
  });
});
