/**
 * Every kind of figure, drawn by plotly.js and as a static picture, in the browser.
 *
 * To look at them: `GRADUS_GALLERY=/tmp/gallery npx vitest run --config test/vitest.config.ts
 * --configLoader runner test/plots` writes a page, a notebook and a picture of each.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureBundle } from '../../src/notebook/figure-bundle.js';
import type { Figure } from '../../src/plot/figure.js';
import { figuresPage } from '../../src/plot/figures-page.js';
import { toSvg } from '../../src/plot/svg/to-svg.js';
import { describeIf } from '../capabilities.js';
import { openBrowser } from '../e2e/jupyterlab.js';
import { samples, sound } from './samples.js';

const folder = process.env.GRADUS_GALLERY;
const names = Object.keys(samples);
const page = figuresPage({ title: 'Gallery', figures: Object.values(samples) });

/** A notebook whose outputs are there already. */
function notebook(): string {
  const bundles = [
    ...Object.values(samples).map(figureBundle),
    { 'text/html': sound.html, 'text/plain': sound.text },
  ];
  const cells = bundles.map((data, i) => ({
    cell_type: 'code',
    id: `figure-${i}`,
    execution_count: i + 1,
    metadata: {},
    outputs: [{ output_type: 'display_data', data, metadata: {} }],
    source: '',
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const metadata = { kernelspec, language_info: { name: 'typescript' } };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}

describe.each(names)('%s', (name) => {
  const figure = samples[name];
  if (figure === undefined) throw new Error(name);

  test('is plain JSON of moderate size with a text', () => {
    const json = JSON.stringify(figure);
    expect(json).not.toMatch(/NaN|Infinity|undefined/);
    expect(json.length).toBeLessThan(400_000);
    expect(figure.alt).toMatch(/\d/);
    expect(figure.alt).not.toMatch(/undefined|NaN|\[object/);
  });

  test('has a static picture without a number that is none', () => {
    expect(toSvg(figure)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describeIf('browser', 'in the browser', () => {
  let browser: Browser;
  let shown: Page;
  let expected = 0;
  const errors: string[] = [];
  const asked: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    shown = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    shown.on('pageerror', (error) => errors.push(error.message));
    shown.on('console', (message) => {
      // What a driver says of its speed is no fault of a figure.
      const isSpeed = /willReadFrequently|GL Driver Message \(OpenGL, Performance/.test(
        message.text(),
      );
      if (['error', 'warning'].includes(message.type()) && !isSpeed) errors.push(message.text());
    });
    shown.on('request', (request) => {
      if (/^https?:/.test(request.url())) asked.push(request.url());
    });
    await shown.setContent(page);
    // As text: the project knows no types of a page.
    const drawn = "document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length";
    // Without WebGL what is in space stays a still picture.
    const hasSpace = await shown.evaluate(
      "document.createElement('canvas').getContext('webgl') !== null",
    );
    const flat = Object.values(samples).filter(({ layout }) => layout.scene === undefined);
    expected = hasSpace === true ? names.length : flat.length;
    await shown.waitForFunction(`${drawn} >= ${expected}`);
  }, 120_000);
  afterAll(() => browser?.close());

  test('plotly.js draws every figure, and asks nothing of the network', async () => {
    expect(errors).toEqual([]);
    expect(asked).toEqual([]);
    expect(await shown.locator('.js-plotly-plot').count()).toBe(expected);
  });

  test('static pictures are well-formed', async () => {
    const parser = "new DOMParser().parseFromString(svg, 'image/svg+xml')";
    for (const name of names) {
      const svg = JSON.stringify(toSvg(samples[name] as Figure));
      const fault = `((svg) => ${parser}.querySelector('parsererror')?.textContent)(${svg})`;
      expect([name, await shown.evaluate(fault)]).toEqual([name, undefined]);
    }
  });

  const look = async (): Promise<void> => {
    const at = folder ?? '';
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'page.html'), page);
    writeFileSync(join(at, 'gallery.ipynb'), notebook());
    for (const scheme of ['light', 'dark'] as const) {
      await shown.emulateMedia({ colorScheme: scheme });
      for (const [i, name] of names.entries()) {
        const figure = shown.locator('figure').nth(i);
        await figure.screenshot({ path: join(at, `${name}-${scheme}.png`) });
      }
    }
    const still = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    for (const name of names) {
      const figure = samples[name];
      if (figure === undefined) continue;
      await still.setContent(toSvg(figure));
      await still.locator('body > svg').screenshot({ path: join(at, `${name}-svg.png`) });
    }
  };
  if (folder !== undefined) test('pictures to look at', { timeout: 240_000 }, look);
});
