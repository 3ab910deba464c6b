/** The files of a private reference, checked: everything that the judge will rely on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/**
 * Where a text stands: the first line of the part's file that declares it, or has it at all; else that
 * of another file of the lesson, which the part may be made of.
 */
export function placeOf(
  root: string,
  lesson: string,
  part: string,
  text?: string,
): ProblemLocation {
  const own = join(lesson, `${part}.ts`);
  const start = { file: own, line: 1, column: 1 };
  if (text === undefined) return start;
  return lineOf(root, own, text) ?? besides(root, lesson, own, text) ?? start;
}

function lineOf(root: string, file: string, text: string): ProblemLocation | undefined {
  const path = join(root, file);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const declares = (line: string): boolean =>
    [`function ${text}(`, `function ${text}<`, `const ${text} =`, `class ${text} `].some((head) =>
      line.includes(head),
    );
  const declared = lines.findIndex(declares);
  const at = declared >= 0 ? declared : lines.findIndex((line) => line.includes(text));
  return at < 0 ? undefined : { file, line: at + 1, column: 1 };
}

function besides(
  root: string,
  lesson: string,
  own: string,
  text: string,
): ProblemLocation | undefined {
  const folder = join(root, lesson);
  if (!existsSync(folder)) return undefined;
  for (const name of readdirSync(folder).sort()) {
    const file = join(lesson, name);
    if (file === own || !/(?<!\.test)\.ts$/.test(name)) continue;
    const found = lineOf(root, file, text);
    if (found !== undefined) return found;
  }
  return undefined;
}
