import { messages } from '../messages/index.js';
import { downsample } from './downsample.js';
import { type Figure, type LineTrace, makeFigure } from './figure.js';
import { stepOf } from './input.js';
import { type FinitePath, type LossLandscapeOptions, needPlane, pathColors } from './loss-plane.js';
import { baseLayout, colorBar, sequential, valueAxis } from './style.js';
import { plotlyText, shortNumber } from './text.js';

export type { LossLandscapeOptions, LossPath } from './loss-plane.js';

const side = 440;

/**
 * The loss over two parameters, dark where it is low, and the paths of optimisers: a dot at the start, a
 * diamond at the end. What leaves the plane is not drawn.
 *
 * @throws TypeError | RangeError when `losses` is not [y, x], the axes are not evenly spaced, or a
 * path is empty
 * @example
 * lossLandscape({ title: 'A ravine', losses, x, y, paths: [{ name: 'sgd', x: ws, y: bs }] });
 */
export function lossLandscape(options: LossLandscapeOptions): Figure {
  const { title, losses, levels, isLog, low, high, x, y, paths, alt } = needPlane(options);
  const [dx, dy] = [stepOf(x), stepOf(y)];
  const text = messages().figures;
  const margin = { l: 72, r: 110, t: 64, b: 56 };
  const layout = baseLayout({
    title,
    width: side + margin.l + margin.r,
    height: side + margin.t + margin.b + (paths.length > 0 ? 20 : 0),
    margin: { ...margin, t: margin.t + (paths.length > 0 ? 20 : 0) },
    legend: paths.length > 0,
    xaxis: axis(options.xLabel, x, dx),
    yaxis: axis(options.yLabel, y, dy),
  });
  return makeFigure(
    [
      {
        type: 'heatmap',
        name: '',
        z: levels,
        x0: x[0] ?? 0,
        dx,
        y0: y[0] ?? 0,
        dy,
        zmin: low,
        zmax: high > low ? high : low + 1,
        colorscale: sequential,
        showscale: true,
        colorbar: colorBar(isLog ? text.logLoss() : text.loss()),
        xgap: 0,
        ygap: 0,
        text: losses.map((row) => row.map((loss) => (loss === null ? '–' : shortNumber(loss)))),
        hovertemplate: `(%{x:.4~g}, %{y:.4~g}): %{text}<extra></extra>`,
      },
      ...paths.flatMap(pathTraces),
    ],
    { ...layout, hovermode: 'closest' },
    alt,
  );
}

function axis(label: string | undefined, list: readonly number[], step: number) {
  return valueAxis(label, {
    range: [(list[0] ?? 0) - step / 2, (list.at(-1) ?? 0) + step / 2],
    showgrid: false,
    automargin: false,
  });
}

function pathTraces(path: FinitePath, index: number): LineTrace[] {
  const color = pathColors[index % pathColors.length] ?? '#ffffff';
  const line = { ...downsample(path), type: 'scatter' as const, name: plotlyText(path.name) };
  const ends = (at: 0 | -1) => ({ x: [path.x.at(at) ?? null], y: [path.y.at(at) ?? null] });
  const mark = { ...line, mode: 'markers' as const, showlegend: false, hoverinfo: 'skip' as const };
  const stroke = { color, width: 2, dash: 'solid' as const };
  return [
    // A dark edge, so that a light line is read on the light ground of high losses too.
    {
      ...line,
      mode: 'lines',
      line: { color: '#1a1a1a', width: 4.5, dash: 'solid' },
      marker: { color: '#1a1a1a', size: 5 },
      showlegend: false,
      hoverinfo: 'skip',
    },
    { ...line, mode: 'lines', line: stroke, marker: { color, size: 5 } },
    { ...mark, ...ends(0), line: stroke, marker: { color: '#1a1a1a', size: 13 } },
    { ...mark, ...ends(0), line: stroke, marker: { color, size: 9 } },
    {
      ...mark,
      ...ends(-1),
      line: stroke,
      marker: { color: '#1a1a1a', size: 15, symbol: 'diamond' },
    },
    { ...mark, ...ends(-1), line: stroke, marker: { color, size: 10, symbol: 'diamond' } },
  ];
}
