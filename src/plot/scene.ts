/** What figures in space have in common. */
import type { Layout, Scene, SceneAxis } from './figure.js';
import { withLargeMarks } from './scatter-chart.js';
import { baseLayout, ink } from './style.js';
import { plotlyText } from './text.js';

/** The lowest and the highest number with a little air, so that nothing lies in the walls. */
export function spanOf(values: Iterable<number | null>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.04;
  return [low - air, high + air];
}

const sceneAxis = (title: string | undefined, range: [number, number]): SceneAxis => ({
  title: { text: plotlyText(title ?? '') },
  range,
  color: ink,
  gridcolor: wallGrid,
  showbackground: false,
  zeroline: false,
});

/** Seen from the front, from the right and from above: low places in the middle stay in sight. */
const eye = { x: 0.7, y: -0.95, z: 1.15 };
/** What WebGL draws mixes with no ground, so it has a grey of its own that is seen on white and on black. */
const wallGrid = '#8f959c';

/** The layout of a figure in space: a cube of three axes. */
export function sceneLayout(options: {
  title: string;
  legend: boolean | 'beside';
  ranges: Record<'x' | 'y' | 'z', [number, number]>;
  labels: Partial<Record<'x' | 'y' | 'z', string | undefined>>;
  /** Whether there is a strip of colours beside it. */
  colours: boolean;
}): Layout {
  const { ranges, labels } = options;
  const scene: Scene = {
    xaxis: sceneAxis(labels.x ?? 'x', ranges.x),
    yaxis: sceneAxis(labels.y ?? 'y', ranges.y),
    zaxis: sceneAxis(labels.z ?? 'z', ranges.z),
    aspectmode: 'cube',
    camera: { eye, projection: { type: 'orthographic' } },
  };
  const layout = baseLayout({
    title: options.title,
    width: 620,
    height: 520,
    margin: { l: 24, r: options.colours || options.legend === 'beside' ? 120 : 24, t: 64, b: 24 },
    legend: options.legend,
    xaxis: { visible: false },
    yaxis: { visible: false },
  });
  return { ...withLargeMarks(layout), scene, hovermode: 'closest' };
}
