/** Looks for what students must not have in what is to be given to them. */
import type { BundleFile } from './files.js';
import type { Place, Secrets } from './secrets.js';
import { keyOf, runLength, runOf, tokensOf, uncovered, withoutComments } from './shingles.js';
import { textsOf } from './texts.js';

export interface Finding {
  /** The file of the bundle, and where in it: `lesson.ipynb > cell 3`. */
  where: string;
  /** Whose text it is. */
  of: Place;
  /** What stands there, on one line. */
  excerpt: string;
}

export interface Scan {
  findings: Finding[];
  /** How many texts were read, those in archives and encodings included. */
  texts: number;
}

/** Reads every file of a bundle, in every wrapping. */
export async function scan(files: Iterable<BundleFile>, secrets: Secrets): Promise<Scan> {
  const findings: Finding[] = [];
  const beginnings = beginningsOf(secrets);
  let texts = 0;
  for (const { path, data } of files) {
    const seen = new Set<string>();
    for await (const { where, text } of textsOf(path, data)) {
      texts++;
      for (const reading of readings(text)) {
        for (const { place: of, from, to } of stretchesIn(reading, secrets, beginnings)) {
          // What is found as it stands and unescaped too is one find.
          const key = `${of.file} ${of.name}`;
          if (seen.has(key)) continue;
          seen.add(key);
          findings.push({ where: where.join(' > '), of, excerpt: excerptOf(text, from, to) });
        }
      }
    }
  }
  return { findings, texts };
}

/** How runs begin: most places of a text are done with after a look at this. */
const beginLength = 6;

function beginningsOf({ runs, whole }: Secrets): Set<string> {
  const keys = [runs, ...whole.values()].flatMap((list) => [...list.keys()]);
  return new Set(keys.map((key) => key.split(' ').slice(0, beginLength).join(' ')));
}

interface Stretch {
  place: Place;
  from: number;
  to: number;
}

/** Secret runs of a text; those that overlap and are of one place are put together. */
function stretchesIn(text: string, secrets: Secrets, beginnings: ReadonlySet<string>): Stretch[] {
  const tokens = tokensOf(text);
  const lists = [[runLength, secrets.runs] as const, ...secrets.whole];
  const found: Stretch[] = [];
  for (let i = 0; i + beginLength <= tokens.length; i++) {
    if (!beginnings.has(keyOf(tokens.slice(i, i + beginLength)))) continue;
    for (const [length, runs] of lists) {
      const { key, from, to } = runOf(tokens.slice(i, i + length));
      const place = runs.get(key);
      if (place === undefined) continue;
      const last = found.at(-1);
      const goesOn = last !== undefined && from <= last.to && last.place.file === place.file;
      if (goesOn && last.place.name === place.name) last.to = Math.max(last.to, to);
      else found.push({ place, from, to });
    }
  }
  return found;
}

/** As code, and as code that is commented out. */
function readings(text: string): string[] {
  const code = withoutComments(text);
  if (code === text) return [text];
  return [code, withoutComments(uncovered(text))];
}

const longestExcerpt = 120;

function excerptOf(text: string, from: number, to: number): string {
  const line = text.slice(from, to).replace(/\s+/g, ' ');
  return line.length <= longestExcerpt ? line : `${line.slice(0, longestExcerpt)}…`;
}
