/**
 * Space as a still picture: seen without perspective, what is farther away is drawn first.
 */
import { colorAt } from '../color.js';
import type { Place, Scene, SceneAxis, SpaceTrace, SurfaceTrace, Trace } from '../figure.js';
import { axisLine, grid } from '../style.js';
import { plainText } from '../text.js';
import type { Box } from './axes.js';
import { element, label, type Markup } from './element.js';
import { niceTicks } from './scale.js';
import { drawMark } from './traces.js';

type Letter = 'x' | 'y' | 'z';
type Point = [across: number, down: number];

interface View {
  /** Where a place of the unit cube lies on the picture. */
  project(place: Place): Point;
  /** Greater is nearer. */
  depth(place: Place): number;
  /** A value of the data as a place along its axis, -0.5 … 0.5. */
  along(letter: Letter, value: number): number;
}

/** Something drawn, and how near it is. */
interface Piece {
  depth: number;
  markup: Markup;
}

/** A still picture shows no more; each cell is a shape of its own. */
const mostCells = 32;

export function drawScene(data: readonly Trace[], scene: Scene, box: Box): Markup[] {
  const view = viewOf(scene, box);
  const pieces = data.flatMap((trace): Piece[] => {
    if (trace.type === 'surface') return surface(trace, view);
    return trace.type === 'scatter3d' ? points(trace, view) : [];
  });
  return [
    ...frame(scene, view),
    ...pieces.sort((a, b) => a.depth - b.depth).map(({ markup }) => markup),
  ];
}

const dot = (a: Place, b: Place): number => a.x * b.x + a.y * b.y + a.z * b.z;
const cross = (a: Place, b: Place): Place => ({
  x: a.y * b.z - a.z * b.y,
  y: a.z * b.x - a.x * b.z,
  z: a.x * b.y - a.y * b.x,
});
function unit(a: Place): Place {
  const length = Math.sqrt(dot(a, a));
  return { x: a.x / length, y: a.y / length, z: a.z / length };
}

const halves = [-0.5, 0.5] as const;
const corners: Place[] = halves.flatMap((x) =>
  halves.flatMap((y) => halves.map((z) => ({ x, y, z }))),
);

function viewOf(scene: Scene, box: Box): View {
  const toEye = unit(scene.camera.eye);
  const right = unit(cross({ x: 0, y: 0, z: 1 }, toEye));
  const up = cross(toEye, right);
  const across = corners.map((corner) => dot(corner, right));
  const upward = corners.map((corner) => dot(corner, up));
  // Room for the labels around the cube.
  const [width, height] = [box.right - box.left - 80, box.bottom - box.top - 60];
  const size = Math.min(width / (2 * Math.max(...across)), height / (2 * Math.max(...upward)));
  const middle: Point = [(box.left + box.right) / 2, (box.top + box.bottom) / 2 - 10];
  return {
    project: (place) => [middle[0] + size * dot(place, right), middle[1] - size * dot(place, up)],
    depth: (place) => dot(place, toEye),
    along(letter, value) {
      const [low, high] = axisOf(scene, letter).range;
      return (value - low) / (high - low) - 0.5;
    },
  };
}

const axisOf = (scene: Scene, letter: Letter): SceneAxis => scene[`${letter}axis`];

/** The floor and the two walls behind, with their grid, and the labels of the axes. */
function frame(scene: Scene, view: View): Markup[] {
  const { eye } = scene.camera;
  const far = { x: eye.x > 0 ? -0.5 : 0.5, y: eye.y > 0 ? -0.5 : 0.5, z: -0.5 };
  const near = { x: -far.x, y: -far.y, z: -0.5 };
  const lines: Markup[] = [];
  const line = (from: Place, to: Place, stroke: string): void => {
    const [[x1, y1], [x2, y2]] = [view.project(from), view.project(to)];
    lines.push(element('line', { x1, y1, x2, y2, stroke }));
  };
  // The upright edge that is farthest to the left has free room for the labels of z.
  const uprights = [
    { x: near.x, y: far.y },
    { x: far.x, y: near.y },
  ].sort((a, b) => view.project({ ...a, z: 0 })[0] - view.project({ ...b, z: 0 })[0]);
  const upright = uprights[0] ?? near;
  const edge: Record<Letter, (at: number) => Place> = {
    x: (at) => ({ x: at, y: near.y, z: -0.5 }),
    y: (at) => ({ x: near.x, y: at, z: -0.5 }),
    z: (at) => ({ ...upright, z: at }),
  };
  const texts: Markup[] = [];
  for (const letter of ['x', 'y', 'z'] as const) {
    const axis = axisOf(scene, letter);
    const [low, high] = axis.range;
    for (const value of niceTicks(low, high, 5)) {
      const at = view.along(letter, value);
      for (const other of (['x', 'y', 'z'] as const).filter((one) => one !== letter)) {
        // On the far side of the third axis, along the other one.
        const from = { ...far, [letter]: at, [other]: -0.5 };
        line(from, { ...from, [other]: 0.5 }, grid);
      }
      texts.push(besideEdge(view, edge[letter](at), letter, 14, String(value)));
    }
    line(edge[letter](-0.5), edge[letter](0.5), axisLine);
    const words = plainText(axis.title.text);
    if (words !== '') texts.push(besideEdge(view, edge[letter](0), letter, 38, words));
  }
  return [...lines, ...texts];
}

/** A text outside of an edge, so many pixels away from it. */
function besideEdge(view: View, at: Place, letter: Letter, away: number, words: string): Markup {
  const [x, y] = view.project(at);
  if (letter === 'z') {
    return away > 20
      ? label(words, x - away - 4, y, { anchor: 'middle', turn: -90 })
      : label(words, x - away + 6, y + 4, { anchor: 'end' });
  }
  const [middle] = view.project({ x: 0, y: 0, z: -0.5 });
  const side = x < middle ? -1 : 1;
  const anchor = side < 0 ? 'end' : 'start';
  return label(words, x + side * away * 0.5, y + away * 0.8, { anchor });
}

function surface(trace: SurfaceTrace, view: View): Piece[] {
  const [rows, columns] = [indexes(trace.z.length), indexes(trace.z[0]?.length ?? 0)];
  const pieces: Piece[] = [];
  for (let i = 1; i < rows.length; i++) {
    for (let j = 1; j < columns.length; j++) {
      const cell = [
        [rows[i - 1], columns[j - 1]],
        [rows[i - 1], columns[j]],
        [rows[i], columns[j]],
        [rows[i], columns[j - 1]],
      ] as [number, number][];
      const heights = cell.map(([row, column]) => trace.z[row]?.[column] ?? null);
      if (heights.some((height) => height === null)) continue;
      const places = cell.map(([row, column], k) => ({
        x: view.along('x', trace.x[column] ?? 0),
        y: view.along('y', trace.y[row] ?? 0),
        z: view.along('z', heights[k] ?? 0),
      }));
      const mean = heights.reduce<number>((sum, height) => sum + (height ?? 0) / 4, 0);
      const share = (mean - trace.cmin) / (trace.cmax - trace.cmin);
      const path = places.map((place) =>
        view
          .project(place)
          .map((at) => at.toFixed(1))
          .join(' '),
      );
      pieces.push({
        depth: depthOf(places, view),
        markup: element('path', {
          d: `M${path.join('L')}Z`,
          fill: `rgb(${colorAt(trace.colorscale, share).join(',')})`,
          stroke: 'rgba(0,0,0,0.25)',
          'stroke-width': 0.4,
        }),
      });
    }
  }
  return pieces;
}

const depthOf = (places: readonly Place[], view: View): number =>
  places.reduce((sum, place) => sum + view.depth(place), 0) / places.length;

/** At most so many steps, first and last included. */
function indexes(length: number): number[] {
  const steps = Math.min(mostCells, length - 1);
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((i * (length - 1)) / steps));
}

/** A little in front of what it lies on, or the surface would hide half of it. */
const lift = 0.03;

function points(trace: SpaceTrace, view: View): Piece[] {
  const { marker, line } = trace;
  const places = trace.x.map((x, i): Place | undefined => {
    const [y, z] = [trace.y[i], trace.z[i]];
    if (x === null || y == null || z == null) return undefined;
    return { x: view.along('x', x), y: view.along('y', y), z: view.along('z', z) };
  });
  return places.flatMap((place, i): Piece[] => {
    if (place === undefined) return [];
    const [x, y] = view.project(place);
    if (trace.mode === 'markers') {
      return [
        { depth: view.depth(place) + lift, markup: drawMark(marker, marker.size * 1.8, x, y) },
      ];
    }
    const next = places[i + 1];
    if (next === undefined) return [];
    const [x2, y2] = view.project(next);
    const stroke = {
      stroke: line.color,
      'stroke-width': line.width / 2,
      'stroke-linecap': 'round',
    };
    return [
      {
        depth: depthOf([place, next], view) + lift,
        markup: element('line', { x1: x, y1: y, x2, y2, ...stroke }),
      },
    ];
  });
}
