/** The plotly.js that the package brings along: charts are drawn without a network. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Figure } from './figure.js';

/** Partial bundles: that of the plane (1.5 MB) has no surfaces, that of space (1.8 MB) no heat maps. */
const files = {
  plane: 'plotly.js-cartesian-dist-min/plotly-cartesian.min.js',
  space: 'plotly.js-gl3d-dist-min/plotly-gl3d.min.js',
} as const;

export type PlotlyBundle = keyof typeof files;

/** The bundle that draws a figure. */
export const bundleOf = ({ layout }: Pick<Figure, 'layout'>): PlotlyBundle =>
  layout.scene === undefined ? 'plane' : 'space';

/**
 * The text of plotly.js, fit for a `<script>` of a page.
 *
 * @throws Error when the package was installed without its dependencies
 */
export function plotlySource(bundle: PlotlyBundle): string {
  try {
    const require = createRequire(import.meta.url);
    const path =
      bundle === 'plane'
        ? require.resolve('plotly.js-cartesian-dist-min')
        : require.resolve('plotly.js-gl3d-dist-min');
    // Only inside of strings and regular expressions, where a backslash changes nothing.
    return readFileSync(path, 'utf8').replaceAll('</script', '<\\/script');
  } catch (cause) {
    throw new Error(
      'plotly.js is not installed, so no interactive page can be made. Run `npm install` in the project, or use `toSvg`.',
      { cause },
    );
  }
}

/**
 * Where a page beside the notebook finds plotly.js: a path from the notebook's folder to a
 * `node_modules` in it or above it.
 *
 * @param folder of the notebook
 */
export function plotlyBeside(folder: string, bundle: PlotlyBundle): string | undefined {
  const file = files[bundle];
  let up = '';
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', file))) return `${up}node_modules/${file}`;
    if (dirname(at) === at) return undefined;
    up += '../';
  }
}
