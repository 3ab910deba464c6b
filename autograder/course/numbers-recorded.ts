/** What the cells of a lesson recorded, put into its text and held to its floors and baselines. */
import { createHash } from 'node:crypto';
import { type Language, messages } from '../../src/messages/index.js';
import type { Lesson } from './lesson.js';
import { type NumberMeta, referencesIn } from './numbers.js';
import type { Recorded } from './numbers-file.js';
import type { Problem } from './problem.js';

/** Of the code that makes a lesson's numbers; its text and its exercises' starters make none. */
export function codeHash({ cells }: Lesson): string {
  const hash = createHash('sha256');
  for (const cell of cells) {
    if (cell.kind === 'code') hash.update(`${cell.source.length}:${cell.source}`);
  }
  return hash.digest('hex').slice(0, 16);
}

function oneValue(value: number, meta: NumberMeta, language: Language): string {
  const { recorded } = messages(language).course;
  if (meta.format === 'percent')
    return recorded.percent({ value: (100 * value).toFixed(meta.digits) });
  const digits = value.toFixed(meta.digits);
  return meta.unit === undefined ? digits : recorded.unit({ value: digits, unit: meta.unit });
}

/** The mean over the seeds, and behind it the lowest and the highest value where they differ. */
export function numberText(
  values: readonly number[],
  meta: NumberMeta,
  language: Language,
): string {
  const text = (value: number): string => oneValue(value, meta, language);
  const mean = text(values.reduce((sum, value) => sum + value, 0) / values.length);
  const [lowest, highest] = [text(Math.min(...values)), text(Math.max(...values))];
  if (lowest === highest) return mean;
  const { spread } = messages(language).course.recorded;
  return spread({ mean, lowest, highest, seeds: values.length });
}

/** The text of a cell with its numbers; one that was not recorded stays as it is written. */
export function fillNumbers(source: string, lesson: Lesson): string {
  const { recorded, numbers, language } = lesson;
  if (typeof recorded !== 'object' || !source.includes('{{')) return source;
  let filled = source;
  for (const { name, start, end } of referencesIn(source).reverse()) {
    const [values, meta] = [recorded.numbers[name], numbers[name]];
    if (values === undefined || meta === undefined) continue;
    filled = filled.slice(0, start) + numberText(values, meta, language) + filled.slice(end);
  }
  return filled;
}

type Values = Readonly<Record<string, readonly number[]>>;

/** What is wrong with the recorded numbers of a lesson, as `gradus build` tells it. */
export function recordedProblems(lesson: Lesson): Problem[] {
  const { recorded, id } = lesson;
  const [first] = Object.keys(lesson.numbers);
  if (first === undefined) return [];
  const tell = (code: Problem['code']): Problem[] => [
    problemAt(lesson, first, code, { lesson: id }),
  ];
  if (recorded === undefined) return tell('numbers-missing');
  if (recorded === 'broken' || recorded.lesson !== id) return tell('numbers-broken');
  if (recorded.code !== codeHash(lesson)) return tell('numbers-stale');
  return gateProblems(lesson, recorded, 'full');
}

/** Numbers that are missing, miss their floor or do not beat their baseline. */
export function gateProblems(
  lesson: Lesson,
  { seeds, numbers }: { seeds: readonly number[]; numbers: Values },
  mode: 'fast' | 'full',
): Problem[] {
  return Object.entries(lesson.numbers).flatMap(([name, meta]): Problem[] => {
    const values = numbers[name];
    const tell = (code: Problem['code'], params: Problem['params']): Problem =>
      problemAt(lesson, name, code, { name, lesson: lesson.id, ...params });
    if (values === undefined) return [tell('number-missing', {})];
    const isHigher = meta.better === 'higher';
    const isBetter = (a: number, b: number): boolean => (isHigher ? a > b : a < b);
    const shown = (value: number): string => oneValue(value, meta, 'en');
    const found: Problem[] = [];
    const worst = isHigher ? Math.min(...values) : Math.max(...values);
    const floor = meta.floors?.[mode];
    if (floor !== undefined && isBetter(floor, worst)) {
      const seed = seeds[values.indexOf(worst)] ?? 0;
      found.push(tell('number-floor', { got: shown(worst), floor: shown(floor), mode, seed }));
    }
    const base = meta.baseline === undefined ? undefined : numbers[meta.baseline];
    for (const [i, value] of values.entries()) {
      const other = base?.[i];
      if (other === undefined || isBetter(value, other)) continue;
      const params = { baseline: meta.baseline ?? '', got: shown(value), other: shown(other) };
      found.push(tell('number-baseline', { ...params, seed: seeds[i] ?? 0 }));
    }
    return found;
  });
}

/** Numbers of the file that a new run does not give again. */
export function differences(
  lesson: Lesson,
  recorded: Recorded,
  again: { seeds: readonly number[]; numbers: Values },
): Problem[] {
  return again.seeds.flatMap((seed, i) =>
    Object.entries(lesson.numbers).flatMap(([name, meta]): Problem[] => {
      const then = recorded.numbers[name]?.[recorded.seeds.indexOf(seed)];
      const now = again.numbers[name]?.[i];
      if (then === undefined || now === undefined) return [];
      if (Math.abs(then - now) <= meta.tolerance * Math.abs(now)) return [];
      const params = { name, seed, kept: `${then}`, now: `${now}`, lesson: lesson.id };
      return [problemAt(lesson, name, 'number-differs', params)];
    }),
  );
}

function problemAt(
  lesson: Lesson,
  name: string,
  code: Problem['code'],
  params: Problem['params'],
): Problem {
  return { file: 'lesson.md', line: lesson.numberLines[name] ?? 1, column: 3, code, params };
}
