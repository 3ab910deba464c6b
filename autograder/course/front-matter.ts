/** The front matter of a lesson: what a reader wants to know before beginning. */
import { z } from 'zod';
import { libraryRulesSchema } from '../judge/library-rules.js';
import { referencesSchema } from './markup/reference.js';
import { numbersSchema } from './numbers.js';
import type { Problems } from './problem.js';
import { moduleId, roles } from './syllabus/schema.js';
import { parseYaml } from './yaml.js';

const sentence = z.string().min(1).max(300);

/** Names one below the other, none of which leads out of the submission. */
const artefactPath = z
  .string()
  .max(200)
  .refine(
    (path) => path.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part)),
    'expected names of letters, digits, _, - and ., with / between them',
  );

/** What is handed in beside the notebook. */
export const artefactSchema = z.strictObject({
  /** Stands among the exercises in results and reports. */
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: sentence,
  /** Beside the notebook. */
  path: artefactPath,
  /** A CSV scored on labels that only the judge has, or a folder of text files. */
  kind: z.enum(['predictions', 'folder']),
  points: z.number().positive(),
  /** Largest size; of a folder, of all its files together. */
  maxKb: z
    .int()
    .positive()
    .max(16 * 1024)
    .default(1024),
});
export type ArtefactMeta = z.infer<typeof artefactSchema>;

/** What the reader can do afterwards, and the exercises and questions that find out. */
const objectiveSchema = z.union([
  sentence,
  z.strictObject({ text: sentence, tested: z.array(z.string().min(1)).min(1) }),
]);

const frontMatterSchema = z.strictObject({
  /** Folder name of the lesson and of its reference. */
  id: moduleId,
  title: sentence,
  language: z.enum(['en', 'zh']),
  /** Raised when a change matters to work already begun. */
  version: z.int().positive(),
  /** One line: what the reader will be able to do. */
  promise: sentence,
  minutes: z.strictObject({ read: z.int().positive(), run: z.number().positive() }),
  hardware: sentence,
  roles: z.array(z.enum(roles)).min(1),
  prerequisites: z.array(z.strictObject({ title: sentence, link: z.string().min(1) })),
  objectives: z.array(objectiveSchema).min(1),
  /** By exercise, where it differs from the usual set (tensors, operations, random numbers, data). */
  allowed: z.record(z.string(), libraryRulesSchema).default({}),
  /** Results that cells record and the text shows. */
  numbers: numbersSchema,
  /** Sources that the text cites, by key. */
  references: referencesSchema,
  artefacts: z
    .array(artefactSchema)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'expected ids to differ')
    .default([]),
});
export interface FrontMatter extends Omit<z.infer<typeof frontMatterSchema>, 'objectives'> {
  objectives: readonly string[];
  /** For each objective the ids of exercises, questions and artefacts that test it. */
  testedBy: readonly (readonly string[])[];
}

/**
 * Reads front matter.
 *
 * @param yaml the text between the two `---`
 * @param firstLine the line of the file on which that text begins
 * @returns undefined when something is wrong; what it is has been added to `problems`
 */
export function parseFrontMatter(
  yaml: string,
  firstLine: number,
  problems: Problems,
): FrontMatter | undefined {
  const parsed = parseYaml(yaml, firstLine, frontMatterSchema, problems);
  if (parsed === undefined) return undefined;
  return {
    ...parsed,
    objectives: parsed.objectives.map((one) => (typeof one === 'string' ? one : one.text)),
    testedBy: parsed.objectives.map((one) => (typeof one === 'string' ? [] : one.tested)),
  };
}
