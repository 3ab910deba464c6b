import { expect, test } from 'vitest';
import { libraryRulesSchema, rulesOf } from './library-rules.js';

test('an exercise that is not named has the usual set, whatever it is called', () => {
  const reference = { allowed: { f: { allow: ['tf.grad'] } } };
  expect(rulesOf(reference, 'f')).toEqual({ allow: ['tf.grad'] });
  expect(rulesOf(reference, 'g')).toEqual({});
  expect(rulesOf(reference, 'constructor')).toEqual({});
});

test.each(['tf', 'tf.train', 'gradus.Trainer', 'gradus/vision', 'gradus/deep-learning.Gpt'])(
  '%s is a name of the library',
  (name) => expect(libraryRulesSchema.safeParse({ allow: [name] }).success).toBe(true),
);

test.each(['', 'fs', 'tf.', 'gradus/../judge', 'tf.train sgd', 'x'.repeat(200)])(
  '%j is none',
  (name) => expect(libraryRulesSchema.safeParse({ deny: [name] }).success).toBe(false),
);
