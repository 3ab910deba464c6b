/**
 * Options of models: what they are made of, and one sentence for one that does not fit.
 *
 * zod's small form: the sandbox carries it along with the models.
 */
import * as z from 'zod/mini';
import { checkOptionNames } from '../backend/known-options.js';
import { messages } from '../messages/index.js';
import type { Params } from '../messages/params.js';
import { ModelOptionError } from './option-error.js';
import type { OptionsSchema } from './spec.js';

type Expectations = ReturnType<typeof messages>['models']['expected'];

/** The sentence of one expectation, in the language of the moment. */
const error = (what: keyof Expectations, params = {}) => ({
  error: () => messages().models.expected[what](params),
});

const integer = () => z.int(error('size')).check(z.minimum(1, error('size')));

type Checkable<T extends z.ZodMiniType> = T;

function described<T extends z.ZodMiniType>(schema: Checkable<T>, description: string): T {
  return schema.check(z.describe(description)) as T;
}

/** An integer >= 1. */
export const size = (description: string) => described(integer(), description);

/** An integer >= 0. */
export const sizeOrNone = (description: string) =>
  described(z.int(error('sizeOrNone')).check(z.minimum(0, error('sizeOrNone'))), description);

/** A number above 0. */
export const positive = (description: string) =>
  described(z.number(error('positive')).check(z.gt(0, error('positive'))), description);

/** One of some words. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  description: string,
) =>
  described(
    z.enum(words, error('choice', { words: words.map((word) => `\`${word}\``).join(', ') })),
    description,
  );

/** A list of integers >= 1, of `least` at least. */
export const sizes = (description: string, least = 0) =>
  described(
    z.array(integer(), error('list')).check(z.minLength(least, error('list'))),
    description,
  );

/** Length and channels, or the length alone. */
export const sequenceShape = (description: string) => {
  const shape = error('sequenceShape');
  return described(
    z.array(integer(), shape).check(z.minLength(1, shape), z.maxLength(2, shape)),
    description,
  );
};

/** Height, width and channels, H and W of `least` at least. */
export const imageShape = (description: string, least = 1) => {
  const shape = error('imageShape', { least });
  return described(
    z
      .tuple([integer(), integer(), integer()], shape)
      .check(z.refine(([height, width]) => height >= least && width >= least, shape)),
    description,
  );
};

/** A rate of dropout, in [0, 1). */
export const rate = (description: string) =>
  described(
    z.number(error('rate')).check(z.minimum(0, error('rate')), z.lt(1, error('rate'))),
    description,
  );

/** A standard deviation >= 0. */
export const deviation = (description: string) =>
  described(z.number(error('deviation')).check(z.minimum(0, error('deviation'))), description);

/** A number above 0, or a word that stands for one. */
export const positiveOr = <const Word extends string>(word: Word, description: string) =>
  described(
    z
      .union([z.number(), z.literal(word)], error('positiveOr', { word }))
      .check(
        z.refine((value) => typeof value !== 'number' || value > 0, error('positiveOr', { word })),
      ),
    description,
  );

export const flag = (description: string) => described(z.boolean(error('flag')), description);

/** A whole number that fixes what is random. */
export const seed = (description: string) => described(z.int(error('seed')), description);

type Path = readonly PropertyKey[];

const valueAt = (path: Path, options: unknown): unknown =>
  path.reduce<unknown>((owner, key) => Reflect.get(Object(owner), key), options);

/** What is wrong with options that do not go together: where, and what was expected there. */
export interface Misfit {
  readonly path: Path;
  readonly expected: keyof Expectations;
  readonly params?: Params;
}

/** A condition on several options; asked once each of them fits by itself. */
export const together = <All>(misfit: (all: All) => Misfit | undefined) =>
  z.check<All>(({ value, issues }) => {
    const found = misfit(value);
    if (found === undefined) return;
    const message = messages().models.expected[found.expected](found.params ?? {});
    const { path } = found;
    // The value as it is with defaults: what was given may be none.
    const params = { given: valueAt(path, value) };
    issues.push({ code: 'custom', path: [...path], message, input: value, params });
  });

/** One option must be a multiple of another. */
export const multipleOf = <Name extends string>(name: Name, of: Name) =>
  together<Record<Name, number>>((all) =>
    all[name] % all[of] === 0
      ? undefined
      : { path: [name], expected: 'multiple', params: { of, value: all[of] } },
  );

interface WithImage {
  readonly inputShape: readonly [number, number, number];
}

/** Height and width must be multiples of a number that follows from the other options. */
export const divisibleImage = <Options extends WithImage>(by: (all: Options) => number) =>
  together<Options>((all) =>
    all.inputShape.slice(0, 2).every((size) => size % by(all) === 0)
      ? undefined
      : { path: ['inputShape'], expected: 'divisibleImage', params: { by: by(all) } },
  );

/** Height and width must be of a size that follows from the other options. */
export const imageOfLeast = <Options extends WithImage>(least: (all: Options) => number) =>
  together<Options>((all) =>
    all.inputShape.slice(0, 2).every((size) => size >= least(all))
      ? undefined
      : { path: ['inputShape'], expected: 'imageShape', params: { least: least(all) } },
  );

function shown(value: unknown): string {
  if (value === undefined || typeof value === 'number') return String(value);
  return JSON.stringify(value) ?? typeof value;
}

/** The names of the options of a schema. */
export function optionNames(schema: OptionsSchema<object>): string[] {
  return Object.keys((schema as unknown as z.ZodMiniObject).shape);
}

/**
 * The options with their defaults.
 *
 * @param model as the user knows it: `mlp`
 * @throws ModelOptionError for one that does not fit; UnknownOptionError for one that is not known
 */
export function checkOptions<Options extends object>(
  model: string,
  schema: OptionsSchema<Options>,
  given: unknown,
): Options {
  const { models } = messages();
  if (typeof given !== 'object' || given === null) {
    throw new ModelOptionError(models.noOptions({ model, given: shown(given) }), '');
  }
  checkOptionNames(model, given, optionNames(schema));
  const parsed = z.safeParse(schema as unknown as z.ZodMiniType<Options>, given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const { path = [], message: expected = '' } = issue ?? {};
  const option = path.map((key, i) => (i === 0 ? String(key) : `[${String(key)}]`)).join('');
  const value =
    issue?.code === 'custom' && issue.params ? issue.params.given : valueAt(path, given);
  const remedy = value === undefined ? models.missing({ model }) : models.wrong({ model });
  const message = models.option({ option, expected, given: shown(value), remedy });
  throw new ModelOptionError(message, option);
}
