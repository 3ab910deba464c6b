/** The files of a private reference, checked: everything that the judge will rely on. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wordsIn } from '../../../src/messages/text.js';
import type { FolderSpec, PredictionsSpec } from '../../judge/artefact.js';
import type { AnyFunction, ReferenceParts } from '../../judge/reference-parts.js';
import { type Test, testKinds } from '../../judge/test.js';
import { libraryRulesSchema } from '../front-matter.js';
import type { Problem } from '../problem.js';
import type { Bundle } from './bundle.js';
import type { PartName } from './part-names.js';
import { OverlayError } from './problem.js';

const aFunction = <T>() =>
  z.custom<T>((value) => typeof value === 'function', { message: 'expected a function' });
const text = z.string().min(1);
/** An instructor writes one language, or both. */
const wording = z.union([text, z.strictObject({ en: text, zh: text })]);

const testSchema = z.object({
  id: text,
  name: wording,
  points: z.number().min(0),
  kind: z.enum(testKinds),
  visible: z.boolean(),
  hint: wording.optional(),
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
    measure: wording,
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
const schemas = {
  visible: z.object({ tests: z.record(text, z.array(testSchema)) }),
  hidden: z.object({ tests: z.record(text, z.array(testSchema)) }),
  solution: z.record(text, z.unknown()),
  mutants: z.object({ mutants: z.record(text, z.array(variantSchema.extend({ guess: wording }))) }),
  variants: z.object({ variants: z.record(text, z.array(variantSchema)) }),
  allowed: z.object({ allowed: z.record(text, libraryRulesSchema) }),
  artefacts: z.object({ artefacts: z.record(text, artefactSchema) }),
} satisfies Record<PartName, z.ZodType>;

/** @throws OverlayError when a file exports something else */
export function checkParts(
  root: string,
  lesson: string,
  { parts }: Bundle,
): Partial<ReferenceParts> {
  const problems: Problem[] = [];
  const read = <K extends PartName>(part: K): z.infer<(typeof schemas)[K]> | undefined => {
    if (parts[part] === undefined) return undefined;
    const parsed = schemas[part].safeParse(parts[part]);
    if (parsed.success) return parsed.data as z.infer<(typeof schemas)[K]>;
    for (const { path, message } of parsed.error.issues) {
      const field = path.join('.');
      const place = placeOf(root, lesson, part, nameAt(parts[part], path));
      problems.push({ ...place, code: 'overlay-shape', params: { field, message } });
    }
    return undefined;
  };
  const visible = read('visible')?.tests;
  const hidden = read('hidden')?.tests;
  for (const [part, tests] of Object.entries({ visible, hidden })) {
    const said = part === 'visible' ? 'true' : 'false';
    for (const { name, visible: is } of Object.values(tests ?? {}).flat()) {
      if (String(is) === said) continue;
      const words = wordsIn(name, 'en');
      const place = placeOf(root, lesson, part, words);
      problems.push({ ...place, code: 'overlay-visible', params: { name: words, said } });
    }
  }
  const found = {
    visible,
    hidden,
    solution: read('solution'),
    mutants: read('mutants')?.mutants,
    variants: read('variants')?.variants,
    allowed: read('allowed')?.allowed,
    artefacts: read('artefacts')?.artefacts,
  };
  if (problems.length > 0) throw new OverlayError(problems);
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

const nameOf = z.object({ name: wording });

/** The `name` of the test or mutant at fault: it stands in the source as it is. */
function nameAt(value: unknown, path: readonly PropertyKey[]): string | undefined {
  let name: string | undefined;
  let inner: unknown = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) break;
    inner = Reflect.get(inner, key);
    const own = nameOf.safeParse(inner).data?.name;
    name = own !== undefined ? wordsIn(own, 'en') : typeof key === 'string' ? (name ?? key) : name;
  }
  return name;
}

/** The first line of a file on which a text stands. */
export function placeOf(root: string, lesson: string, part: string, text?: string) {
  const file = join(lesson, `${part}.ts`);
  const lines = existsSync(join(root, file))
    ? readFileSync(join(root, file), 'utf8').split('\n')
    : [];
  const at = text === undefined ? 0 : lines.findIndex((line) => line.includes(text));
  return { file, line: Math.max(0, at) + 1, column: 1 };
}
