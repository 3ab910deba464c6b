import { expect, test } from 'vitest';
import { parseFence } from './fence.js';

const codes = (lang: string, meta: string | null): unknown => {
  const fence = parseFence(lang, meta);
  return Array.isArray(fence) ? fence.map(({ code, word }) => [code, word]) : fence;
};

test('the four kinds of TypeScript fence, and other languages', () => {
  expect(codes('ts', null)).toEqual({ kind: 'code' });
  expect(codes('ts', 'static')).toEqual({ kind: 'static' });
  expect(codes('ts', 'check=softmax')).toEqual({ kind: 'check', name: 'softmax' });
  expect(codes('python', 'whatever=1')).toEqual({ kind: 'text' });
  const meta = 'exercise=softmax points=2.5 difficulty=2 importance=5 minutes=10';
  const exercise = {
    name: 'softmax',
    points: 2.5,
    difficulty: 2,
    importance: 5,
    minutes: 10,
    needs: [] as string[],
  };
  expect(codes('ts', meta)).toEqual({ kind: 'exercise', exercise });
  exercise.needs = ['table', '$fill'];
  expect(codes('ts', `${meta} needs=table,$fill`)).toEqual({ kind: 'exercise', exercise });
});

test('an unknown word is an error that knows the others', () => {
  const [problem] = parseFence('ts', 'exercize=softmax') as { params: object }[];
  expect(problem?.params).toEqual({
    word: 'exercize=softmax',
    known: 'exercise, points, difficulty, importance, minutes, needs, check, static',
  });
  expect(codes('ts', 'static=yes')).toEqual([['fence-word', 'static=yes']]);
  expect(codes('ts', 'check')).toEqual([['fence-word', 'check']]);
});

test('numbers out of range and missing ones are told one by one', () => {
  expect(codes('ts', 'exercise=f points=0 difficulty=6 minutes=x')).toEqual([
    ['fence-number', 'points'],
    ['fence-number', 'difficulty'],
    ['fence-missing', 'exercise'],
    ['fence-number', 'minutes'],
  ]);
});

test('words that do not go together, doubled ones, names that are none', () => {
  expect(codes('ts', 'static check=f')).toEqual([['fence-mixed', 'check']]);
  expect(codes('ts', 'points=3')).toEqual([['fence-mixed', 'points']]);
  expect(codes('ts', 'check=f check=g')).toEqual([['fence-twice', 'check=g']]);
  expect(codes('ts', 'check=a-b')).toEqual([['fence-name', 'a-b']]);
  const rest = 'points=1 difficulty=1 importance=1 minutes=1';
  expect(codes('ts', `exercise=f ${rest} needs=a,,b`)).toEqual([['fence-needs', 'needs']]);
  expect(codes('ts', `exercise=f ${rest} needs=`)).toEqual([['fence-needs', 'needs']]);
  expect(codes('typescript', null)).toEqual([['fence-language', 'typescript']]);
});
