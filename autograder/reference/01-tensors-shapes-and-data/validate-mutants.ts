/** Typical wrong solutions of `validate`, lesson 01. */
import type { Mutant } from '../parts.js';
import { validate } from './solution.js';

type Values = Parameters<typeof validate>[0];
type Expected = Parameters<typeof validate>[1];
type Report = ReturnType<typeof validate>;

/** The right report with some of its numbers changed, and alarms that follow from them. */
const withNumbers =
  (change: (report: Report, values: Values, expected: Expected) => Partial<Report>) =>
  (values: Values, expected: Expected): Report => {
    const report = { ...validate(values, expected) };
    Object.assign(report, change(report, values, expected));
    const { missing, outside, drift } = report;
    const alarms: string[] = [];
    if (missing > expected.missing) alarms.push('missing');
    if (outside > 0) alarms.push('range');
    if (drift > expected.drift) alarms.push('drift');
    return { ...report, alarms };
  };

const there = (values: Values): number[] =>
  values.filter((value): value is number => value !== null);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const validateMutants: readonly Mutant[] = [
  {
    name: 'missing values count as 0',
    guess: {
      en: 'Missing values went into the mean as 0; leave them out.',
      zh: '缺失值以 0 计入了均值；应略去。',
    },
    fn: withNumbers((report, values, { mean, deviation }) =>
      there(values).length === 0
        ? report
        : { drift: Math.abs(meanOf(values.map((value) => value ?? 0)) - mean) / deviation },
    ),
  },
  {
    name: 'divided by all values',
    guess: {
      en: 'The number outside is a count here, not a share.',
      zh: '这里 outside 是个数，不是比例。',
    },
    fn: withNumbers(({ outside }, values) => ({
      outside: values.length === 0 ? 0 : outside / values.length,
    })),
  },
  {
    name: 'missing counted, not shared',
    guess: {
      en: '`missing` is a share of all values, not a count.',
      zh: '`missing` 是占全部值的比例，不是个数。',
    },
    fn: withNumbers(({ missing }, values) => ({ missing: missing * values.length })),
  },
  {
    name: 'missing over the values there',
    guess: {
      en: '`missing` is divided by the number of values that are there; divide by the number of all.',
      zh: '`missing` 除以了存在的值的个数；应除以全部值的个数。',
    },
    fn: withNumbers(({ missing }, values) => ({
      missing: missing === 0 ? 0 : (missing * values.length) / there(values).length,
    })),
  },
  {
    name: 'NaN without values',
    guess: {
      en: 'Without values the quotient is NaN; the contract says 0.',
      zh: '没有值时商为 NaN；题目要求为 0。',
    },
    fn: withNumbers((_, values, { mean, deviation }) => ({
      drift: Math.abs(meanOf(there(values)) - mean) / deviation,
      missing: (values.length - there(values).length) / values.length,
    })),
  },
  {
    name: 'drift keeps its sign',
    guess: {
      en: 'A mean that fell gives a negative drift; take its distance.',
      zh: '均值下降时 drift 为负；应取距离。',
    },
    fn: withNumbers((report, values, { mean, deviation }) =>
      there(values).length === 0 ? report : { drift: (meanOf(there(values)) - mean) / deviation },
    ),
  },
  {
    name: 'drift not in deviations',
    guess: {
      en: 'Drift is measured in deviations: divide by `deviation`.',
      zh: 'drift 以标准差为单位：请除以 `deviation`。',
    },
    fn: withNumbers(({ drift }, _, { deviation }) => ({ drift: drift * deviation })),
  },
  {
    name: 'alarm at the limit',
    guess: {
      en: 'A value that is equal to its limit raises no alarm.',
      zh: '恰等于界限时不报警。',
    },
    fn: (values: Values, expected: Expected) => {
      const report = validate(values, expected);
      const alarms: string[] = [];
      if (report.missing >= expected.missing) alarms.push('missing');
      if (report.outside > 0) alarms.push('range');
      if (report.drift >= expected.drift) alarms.push('drift');
      return { ...report, alarms };
    },
  },
  {
    name: 'only above max',
    guess: {
      en: 'Values below `min` are outside, too.',
      zh: '低于 `min` 的值也算 outside。',
    },
    fn: withNumbers((_, values, { max }) => ({
      outside: there(values).filter((value) => value > max).length,
    })),
  },
  {
    name: 'alarms in another order',
    guess: {
      en: 'The alarms are right, but stand in another order: missing, range, drift.',
      zh: '警报是对的，但次序不对：应为 missing、range、drift。',
    },
    fn: (values: Values, expected: Expected) => {
      const report = validate(values, expected);
      return { ...report, alarms: [...report.alarms].sort() };
    },
  },
  {
    name: 'min and max are outside',
    guess: {
      en: 'min and max themselves are right values: only what lies beyond them is outside.',
      zh: 'min 和 max 本身是正确的值：只有超出它们的才算 outside。',
    },
    fn: withNumbers((_, values, { min, max }) => ({
      outside: there(values).filter((value) => value <= min || value >= max).length,
    })),
  },
];
