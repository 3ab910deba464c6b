/**
 * What a class looks like at a glance: how points are spread, and where they are lost.
 *
 * Numbers and the course's own names only: nothing that a student wrote reaches a chart.
 */
import type { Messages } from '../../src/messages/index.js';
import { barChart } from '../../src/plot/bar-chart.js';
import type { Axis, Figure } from '../../src/plot/figure.js';
import { heatMap } from '../../src/plot/heat-map.js';
import type { ExerciseResult, Results } from '../results/results.js';
import { kindText } from './parts.js';

export interface ClassChart {
  figure: Figure;
  /** A line below the picture. */
  caption?: string;
}

type Test = ExerciseResult['tests'][number];

/** @returns none where nobody was graded */
export function classCharts(m: Messages, results: Results): ClassChart[] {
  const graded = results.students.filter(({ graderFailure }) => graderFailure === undefined);
  if (graded.length === 0) return [];
  const exercises = results.lesson.exercises.map(({ exercise }) => ({
    exercise,
    tests: graded.flatMap((student) =>
      student.exercises.filter((one) => one.exercise === exercise).flatMap(({ tests }) => tests),
    ),
  }));
  const charts = [
    shares(m, graded, results.students.length - graded.length),
    kinds(m, exercises),
    visibility(m, exercises),
  ];
  return charts.filter((chart) => chart !== undefined);
}

/** Those with all points stand apart: they are who the ends of a scale would hide. */
const shareNames = [...Array.from({ length: 10 }, (_, i) => `${10 * i}–${10 * i + 9}`), '100'];

function shares(
  m: Messages,
  students: readonly { score: number; points: number }[],
  failures: number,
): ClassChart | undefined {
  const percents = students
    .filter(({ points }) => points > 0)
    .map(({ score, points }) => (100 * score) / points)
    .sort((a, b) => a - b);
  if (percents.length === 0) return undefined;
  const counts = shareNames.map(() => 0);
  for (const percent of percents) {
    // Sums of tenths of points fall a little short: 0.1 + 0.2 is not 0.3.
    const bin = Math.max(0, Math.min(10, Math.floor(percent / 10 + 1e-9)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  const variance = percents.reduce((sum, percent) => sum + (percent - mean) ** 2, 0);
  const half = (percents.length - 1) / 2;
  const median = ((percents[Math.floor(half)] ?? 0) + (percents[Math.ceil(half)] ?? 0)) / 2;
  const statistics = m.charts.statistics({
    mean: mean.toFixed(1),
    median: median.toFixed(1),
    deviation: Math.sqrt(variance / percents.length).toFixed(1),
  });
  const figure = barChart({
    title: m.charts.shares,
    labels: shareNames,
    values: counts,
    xLabel: m.charts.share,
    yLabel: m.charts.students,
    alt: m.charts.sharesAlt({
      students: percents.length,
      parts: counts
        .flatMap((value, i) =>
          value === 0 ? [] : [m.charts.band({ name: shareNames[i] ?? '', value })],
        )
        .join(' '),
    }),
  });
  // Of few students there is no half.
  const most = Math.max(...counts);
  const { layout } = figure;
  const yaxis = { ...layout.yaxis, ...(most > 5 ? {} : ticksTo(most)) };
  const caption =
    failures === 0 ? statistics : `${statistics}. ${m.charts.failures({ n: failures })}`;
  return { figure: { ...figure, layout: { ...layout, yaxis } }, caption };
}

function ticksTo(most: number): Partial<Axis> {
  const tickvals = Array.from({ length: most + 1 }, (_, i) => i);
  return { tickmode: 'array', tickvals, ticktext: tickvals.map(String) };
}

interface ExerciseTests {
  exercise: string;
  tests: readonly Test[];
}

/** Per cent of the tests that were passed; NaN, which is drawn as a gap, where there is none. */
function passed(tests: readonly Test[]): number {
  const right = tests.filter(({ verdict }) => verdict === 'passed').length;
  return Math.round((100 * right) / tests.length);
}

function kinds(m: Messages, exercises: readonly ExerciseTests[]): ClassChart | undefined {
  // In the order in which the course comes to them.
  const names = [...new Set(exercises.flatMap(({ tests }) => tests.map(({ kind }) => kind)))];
  if (names.length === 0) return undefined;
  const values = exercises.map(({ tests }) =>
    names.map((name) => passed(tests.filter(({ kind }) => kind === name))),
  );
  const parts = exercises.flatMap(({ exercise }, i) =>
    names.flatMap((name, j) => {
      const value = values[i]?.[j] ?? Number.NaN;
      return Number.isNaN(value)
        ? []
        : [m.charts.rate({ name: `${exercise}, ${kindText(m, name)}`, value })];
    }),
  );
  const figure = heatMap({
    title: m.charts.kinds,
    values,
    rowLabels: exercises.map(({ exercise }) => exercise),
    columnLabels: names.map((name) => kindText(m, name)),
    range: [0, 100],
    valueLabel: m.charts.passed,
    alt: m.charts.kindsAlt({ parts: parts.join(' ') }),
  });
  return { figure };
}

/** Where the second bar is much lower, answers fit the tests that were shown and little else. */
function visibility(m: Messages, exercises: readonly ExerciseTests[]): ClassChart | undefined {
  const withTests = exercises.filter(({ tests }) => tests.length > 0);
  if (!withTests.some(({ tests }) => tests.some(({ visible }) => !visible))) return undefined;
  const series = [true, false].map((visible) => ({
    name: visible ? m.charts.visible : m.report.hidden,
    values: withTests.map(({ tests }) => passed(tests.filter((test) => test.visible === visible))),
  }));
  const parts = withTests.flatMap(({ exercise }, i) =>
    series.flatMap(({ name, values }) => {
      const value = values[i] ?? Number.NaN;
      return Number.isNaN(value) ? [] : [m.charts.rate({ name: `${exercise}, ${name}`, value })];
    }),
  );
  const figure = barChart({
    title: m.charts.visibility,
    labels: withTests.map(({ exercise }) => exercise),
    series,
    yLabel: m.charts.passed,
    alt: m.charts.visibilityAlt({ parts: parts.join(' ') }),
  });
  return { figure };
}
