import { messages } from '../messages/index.js';
import { downsample } from './downsample.js';
import { type Figure, makeFigure, type SpaceTrace } from './figure.js';
import { stepOf } from './input.js';
import { type FinitePath, type LossLandscapeOptions, needPlane, pathColors } from './loss-plane.js';
import { sceneLayout, spanOf } from './scene.js';
import { surfaceTrace } from './surface-chart.js';
import { plotlyText } from './text.js';

/**
 * The loss over two parameters as a surface in space, and the paths of optimisers on it: a dot at the
 * start, a diamond at the end. What leaves the plane is not drawn. Where the loss is logarithmic, so is
 * its height.
 *
 * @param options as those of `lossLandscape`, which draws the same as a map
 * @throws TypeError | RangeError as `lossLandscape` does
 * @example
 * lossSurface({ title: 'A ravine', losses, x, y, paths: [{ name: 'sgd', x: ws, y: bs }] });
 */
export function lossSurface(options: LossLandscapeOptions): Figure {
  const { title, levels, isLog, low, high, x, y, paths, alt } = needPlane(options);
  const text = messages().figures;
  const label = isLog ? text.logLoss() : text.loss();
  const layout = sceneLayout({
    title,
    legend: paths.length > 0,
    ranges: { x: spanOf(x), y: spanOf(y), z: spanOf([low, high]) },
    labels: { x: options.xLabel, y: options.yLabel, z: label },
    colours: true,
  });
  const heightAt = heights(levels, x, y);
  return makeFigure(
    [
      surfaceTrace({ x, y, z: levels, label }),
      ...paths.flatMap((path, index) => pathTraces(path, index, heightAt)),
    ],
    layout,
    alt,
  );
}

/** The height over a place, between its four neighbours; null beside the plane or over a hole. */
function heights(levels: readonly (readonly (number | null)[])[], x: number[], y: number[]) {
  const [dx, dy] = [stepOf(x), stepOf(y)];
  return (atX: number, atY: number): number | null => {
    const [column, row] = [(atX - (x[0] ?? 0)) / dx, (atY - (y[0] ?? 0)) / dy];
    if (column < 0 || row < 0 || column > x.length - 1 || row > y.length - 1) return null;
    const [j, i] = [
      Math.min(x.length - 2, Math.floor(column)),
      Math.min(y.length - 2, Math.floor(row)),
    ];
    const [right, up] = [column - j, row - i];
    const [a, b] = [levels[i]?.[j] ?? null, levels[i]?.[j + 1] ?? null];
    const [c, d] = [levels[i + 1]?.[j] ?? null, levels[i + 1]?.[j + 1] ?? null];
    if (a === null || b === null || c === null || d === null) return null;
    return (1 - up) * ((1 - right) * a + right * b) + up * ((1 - right) * c + right * d);
  };
}

function pathTraces(
  path: FinitePath,
  index: number,
  heightAt: (x: number, y: number) => number | null,
): SpaceTrace[] {
  const color = pathColors[index % pathColors.length] ?? '#ffffff';
  const places = downsample(path);
  const on = (x: (number | null)[], y: (number | null)[]) => ({
    x,
    y,
    z: x.map((at, i) => heightAt(at ?? Number.NaN, y[i] ?? Number.NaN)),
  });
  const trace = {
    type: 'scatter3d' as const,
    name: plotlyText(path.name),
    line: { color, width: 6 },
    marker: { color, size: 4, symbol: 'circle' as const, opacity: 1 },
  };
  const end = (at: 0 | -1) => on([path.x.at(at) ?? null], [path.y.at(at) ?? null]);
  const mark = {
    ...trace,
    mode: 'markers' as const,
    showlegend: false,
    hoverinfo: 'skip' as const,
  };
  const numbers = places.x.map((at) => (typeof at === 'number' ? at : null));
  return [
    { ...trace, mode: 'lines', ...on(numbers, places.y) },
    { ...mark, ...end(0) },
    { ...mark, ...end(-1), marker: { ...trace.marker, size: 6, symbol: 'diamond' } },
  ];
}
