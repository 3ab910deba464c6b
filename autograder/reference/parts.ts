/** What the files of a lesson's reference hold, bundled or private, and how each is checked. */
import { z } from 'zod';
import type { FolderSpec, PredictionsSpec } from '../judge/artefact.js';
import { libraryRulesSchema } from '../judge/library-rules.js';
import type { AnyFunction, Mutant, MutantsByExercise, Reference } from '../judge/reference.js';
import { type Test, type TestsByExercise, testKinds } from '../judge/test.js';

export type { Mutant, MutantsByExercise };

/** A right solution in another style. */
export interface Variant {
  name: string;
  fn: AnyFunction;
}

export type VariantsByExercise = Readonly<Record<string, readonly Variant[]>>;

/** What the files of a reference hold. */
export interface ReferenceParts extends Pick<Reference, 'solution' | 'allowed'> {
  visible: TestsByExercise;
  hidden: TestsByExercise;
  /** Typical wrong solutions, for guesses at what went wrong. */
  mutants: MutantsByExercise;
  /** Right solutions in another style. */
  variants: VariantsByExercise;
  /** How what is handed in beside the notebook is scored. */
  artefacts: NonNullable<Reference['artefacts']>;
}

export const noParts: ReferenceParts = {
  visible: {},
  hidden: {},
  solution: {},
  mutants: {},
  variants: {},
  allowed: {},
  artefacts: {},
};

const aFunction = <T>() =>
  z.custom<T>((value) => typeof value === 'function', { message: 'expected a function' });
const text = z.string().min(1);
/** An instructor writes one language, or both. */
export const wordingSchema = z.union([text, z.strictObject({ en: text, zh: text })]);

const testSchema = z.object({
  id: text,
  name: wordingSchema,
  points: z.number().min(0),
  kind: z.enum(testKinds),
  visible: z.boolean(),
  hint: wordingSchema.optional(),
  timeoutMs: z.number().positive().optional(),
  run: aFunction<Test['run']>(),
});
const variantSchema = z.object({ name: text, fn: aFunction<AnyFunction>() });

const band = z.object({ from: z.number(), share: z.number().min(0).max(1) });
const artefactSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('predictions'),
    id: text,
    columns: z.array(text).min(1),
    labels: z.record(z.string(), z.array(z.number())),
    measure: wordingSchema,
    compute: aFunction<NonNullable<PredictionsSpec['compute']>>().optional(),
    lessIsBetter: z.boolean().optional(),
    baseline: z.number(),
    bands: z.array(band).min(1),
    visible: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('folder'),
    check: aFunction<FolderSpec['check']>(),
    visible: z.boolean().optional(),
  }),
]);

/** What each file exports, by the name of the export. */
export const partSchemas = {
  visible: z.object({ tests: z.record(text, z.array(testSchema)) }),
  hidden: z.object({ tests: z.record(text, z.array(testSchema)) }),
  solution: z.record(text, z.unknown()),
  mutants: z.object({
    mutants: z.record(text, z.array(variantSchema.extend({ guess: wordingSchema }))),
  }),
  variants: z.object({ variants: z.record(text, z.array(variantSchema)) }),
  allowed: z.object({ allowed: z.record(text, libraryRulesSchema) }),
  artefacts: z.object({ artefacts: z.record(text, artefactSchema) }),
} satisfies Record<keyof ReferenceParts, z.ZodType>;

/** A file of a lesson's folder; a private reference may have any of them. */
export type PartName = keyof typeof partSchemas;
export const partNames = Object.keys(partSchemas) as PartName[];
