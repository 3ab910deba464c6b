import { expect, test } from 'vitest';
import { libraryRulesSchema, rulesOf } from './library-rules.js';

test('an exercise that is not named has the usual set, whatever it is called', () => {
  const reference = { allowed: { f: { allow: ['tf.grad'] } } };
  expect(rulesOf(reference, 'f')).toEqual({ allow: ['tf.grad'] });
  expect(rulesOf(reference, 'g')).toEqual({});
  expect(rulesOf(reference, 'constructor')).toEqual({});
});

test("whoever may use the library's answer may use their own", () => {
  const allowed = {
    attend: { allow: ['tf.softmax'] },
    multiHead: { allow: ['gradus/scratch.attend'] },
    decoderBlock: { allow: ['gradus/scratch.multiHead'], deny: ['tf.conv2d'] },
  };
  expect(rulesOf({ allowed }, 'multiHead').allow).toEqual(['gradus/scratch.attend', 'tf.softmax']);
  expect(rulesOf({ allowed }, 'decoderBlock')).toEqual({
    allow: ['gradus/scratch.multiHead', 'gradus/scratch.attend', 'tf.softmax'],
    deny: ['tf.conv2d'],
  });
  const denied = { ...allowed, decoderBlock: { ...allowed.decoderBlock, deny: ['tf.softmax'] } };
  expect(rulesOf({ allowed: denied }, 'decoderBlock').allow).not.toContain('tf.softmax');
});

test('exercises that use each other, and names that are no exercise, end', () => {
  const allowed = {
    a: { allow: ['gradus/scratch.b', 'gradus/scratch.other', 'tf.a'] },
    b: { allow: ['gradus/scratch.a', 'tf.b'] },
  };
  const ofB = ['gradus/scratch.a', 'tf.b', 'gradus/scratch.b', 'gradus/scratch.other', 'tf.a'];
  expect(rulesOf({ allowed }, 'b').allow).toEqual(ofB);
});

test.each(['tf', 'tf.train', 'gradus.Trainer', 'gradus/vision', 'gradus/deep-learning.Gpt'])(
  '%s is a name of the library',
  (name) => expect(libraryRulesSchema.safeParse({ allow: [name] }).success).toBe(true),
);

test.each(['', 'fs', 'tf.', 'gradus/../judge', 'tf.train sgd', 'x'.repeat(200)])(
  '%j is none',
  (name) => expect(libraryRulesSchema.safeParse({ deny: [name] }).success).toBe(false),
);
