import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test as it } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { recordedReference } from '../judge/recorded.js';
import { type TestSpec, test } from '../judge/test.js';
import { recordReference } from './record.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const solution = { double: (x: unknown) => tf.mul(x as never, 2) };
const spec: TestSpec = { name: 'doubles', points: 2, kind: 'value', visible: true, hint: 'Twice.' };
const doubles = test(spec, async (t) => {
  const x = t.randomTensor([2, 3]);
  t.expectClose(await t.student.double?.(x), await t.reference.double?.(x));
});

it('gives a student bundle the same verdicts without the solution', async () => {
  const recorded = await recordReference('lesson', { double: [doubles] }, { solution, tf });
  expect(Object.keys(recorded.answers)).toEqual(['double/doubles']);
  const reference = recordedReference(recorded, 'double', doubles);
  expect(await reference.double?.()).toMatchObject({ shape: [2, 3] });
  await expect(reference.double?.()).rejects.toThrow('run the build again');
});

it('records points of hidden tests, and no answer of theirs', async () => {
  const hidden = test({ ...spec, name: 'unseen', visible: false }, doubles.run);
  const { answers, hiddenPoints } = await recordReference(
    'lesson',
    { double: [doubles, hidden] },
    { solution, tf },
  );
  expect(Object.keys(answers)).toEqual(['double/doubles']);
  expect(hiddenPoints).toEqual({ double: 2 });
});

it('cannot be made of a solution that fails', async () => {
  const wrong = { double: (x: never) => x };
  const never = test({ ...spec, name: 'never' }, async (t) => t.expect(false, 'no'));
  await expect(
    recordReference('lesson', { double: [never] }, { solution: wrong, tf }),
  ).rejects.toThrow('Expected the solution to pass double/never');
});
