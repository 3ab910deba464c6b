/** The files of a private reference, checked: everything that the judge will rely on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wordsIn } from '../../src/messages/text.js';
import type { Problem, ProblemLocation } from '../problem.js';
import type { Bundle } from './bundle.js';
import { OverlayError } from './overlay-error.js';
import { type PartName, partSchemas, type ReferenceParts, wordingSchema } from './parts.js';

/** @throws OverlayError when a file exports something else */
export function checkParts(
  root: string,
  lesson: string,
  { parts }: Bundle,
): Partial<ReferenceParts> {
  const problems: Problem[] = [];
  const read = <K extends PartName>(part: K): z.infer<(typeof partSchemas)[K]> | undefined => {
    if (parts[part] === undefined) return undefined;
    const parsed = partSchemas[part].safeParse(parts[part]);
    if (parsed.success) return parsed.data as z.infer<(typeof partSchemas)[K]>;
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

const nameOf = z.object({ name: wordingSchema });

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
export function placeOf(
  root: string,
  lesson: string,
  part: string,
  text?: string,
): ProblemLocation {
  const file = join(lesson, `${part}.ts`);
  const lines = existsSync(join(root, file))
    ? readFileSync(join(root, file), 'utf8').split('\n')
    : [];
  const at = text === undefined ? 0 : lines.findIndex((line) => line.includes(text));
  return { file, line: Math.max(0, at) + 1, column: 1 };
}
