/** What a code fence of a lesson means: the words after its three backticks. */
import { textOf } from '../../src/messages/index.js';
import type { WordedParams } from '../../src/messages/params.js';
import type { Text } from '../../src/messages/text.js';
import type { ProblemCode } from './problem.js';

export interface ExerciseMeta {
  name: string;
  points: number;
  /** 1 to 5. */
  difficulty: number;
  /** 1 to 5. */
  importance: number;
  /** What a student needs for it. */
  minutes: number;
  /** Names of earlier cells; calls on them or with them are part of the exercise's set-up. */
  needs: readonly string[];
}

export type Fence =
  /** A cell that runs. */
  | { kind: 'code' }
  /** TypeScript that is shown and not run. */
  | { kind: 'static' }
  /** Another language: shown. */
  | { kind: 'text' }
  /** The student's cell. */
  | { kind: 'exercise'; exercise: ExerciseMeta }
  /** The cell that checks an exercise. */
  | { kind: 'check'; name: string }
  /** A question with answers to choose from, as YAML. */
  | { kind: 'quiz'; name: string };

export interface FenceProblem {
  code: ProblemCode;
  params: WordedParams;
  /** The word at fault. */
  word: string;
}

const exerciseKeys = [
  'exercise',
  'points',
  'difficulty',
  'importance',
  'minutes',
  'needs',
] as const;
const knownWords = [...exerciseKeys, 'check', 'static'];
const lookalikes = new Set(['typescript', 'tsx', 'js', 'javascript', 'TS']);

interface Rule {
  expected: Text;
  accepts: (value: number) => boolean;
}
const oneToFive: Rule = {
  expected: textOf(({ course }) => course.numbers.oneToFive()),
  accepts: (v) => Number.isInteger(v) && v >= 1 && v <= 5,
};
const numberRules: Readonly<Record<string, Rule>> = {
  points: {
    expected: textOf(({ course }) => course.numbers.positive()),
    accepts: (v) => Number.isFinite(v) && v > 0,
  },
  difficulty: oneToFive,
  importance: oneToFive,
  minutes: {
    expected: textOf(({ course }) => course.numbers.positiveInteger()),
    accepts: (v) => Number.isInteger(v) && v > 0,
  },
};

/**
 * Reads a fence's language and meta, e.g. `ts` and
 * `exercise=softmax points=3 difficulty=2 importance=5 minutes=10 needs=table,fill`, of which
 * `needs` may be left out.
 *
 * @returns what the fence is, or everything that is wrong with it
 */
export function parseFence(
  lang: string | null | undefined,
  meta: string | null | undefined,
): Fence | FenceProblem[] {
  if (lang === 'quiz') {
    const name = (meta ?? '').trim();
    return isName(name) ? { kind: 'quiz', name } : [{ ...badName(name), code: 'quiz-name' }];
  }
  if (lang !== 'ts') {
    return lang != null && lookalikes.has(lang)
      ? [{ code: 'fence-language', params: { lang }, word: lang }]
      : { kind: 'text' };
  }
  const problems: FenceProblem[] = [];
  const values = new Map<string, string>();
  for (const word of (meta ?? '').split(/\s+/).filter(Boolean)) {
    const [key, value] = splitWord(word);
    if (!knownWords.includes(key) || (value === undefined) !== (key === 'static')) {
      problems.push({ code: 'fence-word', params: { word, known: knownWords.join(', ') }, word });
    } else if (values.has(key)) problems.push({ code: 'fence-twice', params: { key }, word });
    else values.set(key, value ?? '');
  }
  if (problems.length > 0) return problems;
  if (values.size === 0) return { kind: 'code' };
  if (values.has('exercise')) return exerciseFence(values);
  const [key = '', extra] = [...values.keys()];
  if (extra !== undefined || (key !== 'check' && key !== 'static')) {
    const params = { words: [...values.keys()].join(', ') };
    return [{ code: 'fence-mixed', params, word: extra ?? key }];
  }
  if (key === 'static') return { kind: 'static' };
  const name = values.get('check') ?? '';
  return isName(name) ? { kind: 'check', name } : [badName(name)];
}

function exerciseFence(values: ReadonlyMap<string, string>): Fence | FenceProblem[] {
  const problems: FenceProblem[] = [];
  const name = values.get('exercise') ?? '';
  if (!isName(name)) problems.push(badName(name));
  for (const key of values.keys()) {
    if (!exerciseKeys.some((known) => known === key)) {
      const params = { words: `exercise, ${key}` };
      problems.push({ code: 'fence-mixed', params, word: key });
    }
  }
  const number = (key: string): number => {
    const rule = numberRules[key];
    const text = values.get(key);
    const value = text === undefined || text === '' ? Number.NaN : Number(text);
    if (rule !== undefined && !rule.accepts(value)) {
      const params = { key, expected: rule.expected, got: text ?? '' };
      const code = text === undefined ? 'fence-missing' : 'fence-number';
      problems.push({ code, params, word: text === undefined ? 'exercise' : key });
    }
    return value;
  };
  const needs = values.get('needs')?.split(',') ?? [];
  if (!needs.every(isIdentifier)) {
    problems.push({ code: 'fence-needs', params: { got: needs.join(',') }, word: 'needs' });
  }
  const exercise = {
    name,
    points: number('points'),
    difficulty: number('difficulty'),
    importance: number('importance'),
    minutes: number('minutes'),
    needs,
  };
  return problems.length > 0 ? problems : { kind: 'exercise', exercise };
}

function splitWord(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

const isName = (text: string): boolean => /^[A-Za-z][A-Za-z0-9]*$/.test(text);
const isIdentifier = (text: string): boolean => /^[\p{L}_$][\p{L}\d_$]*$/u.test(text);
const badName = (name: string): FenceProblem => ({
  code: 'fence-name',
  params: { name },
  word: name === '' ? 'exercise' : name,
});
