/**
 * Who handed in what, from Gradescope's `submission_metadata.yml`.
 *
 * Only the lines of the submitters are looked at, one by one, and only single values go through
 * the YAML parser: the file also holds what student code printed, and text that nests deeply can
 * end the process inside a recursive parser, where nothing catches it.
 */
import { parse } from 'yaml';

const longestLine = 400;
const mostSubmitters = 50;

/** Identities by folder name: the student id, else the e-mail address, else the name. */
export function submittersIn(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let people: Map<string, string>[] | undefined;
  let inSubmitters = false;
  const close = (folder: string | undefined): void => {
    const names = (people ?? []).map(
      (person) => person.get('sid') || person.get('email') || person.get('name') || '',
    );
    if (folder !== undefined && !found.has(folder)) {
      found.set(folder, [...new Set(names.filter((name) => name !== ''))]);
    }
  };
  let folder: string | undefined;
  for (const line of text.split('\n')) {
    if (line.length > longestLine) continue;
    const top = /^(\S+):\s*$/.exec(line)?.[1];
    if (top !== undefined) {
      close(folder);
      folder = top;
      people = [];
      inSubmitters = false;
    } else if (/^ {1,4}:?\w+:/.test(line) && !/^ +- /.test(line) && !isDeeper(line)) {
      inSubmitters = /^ +:?submitters:\s*$/.test(line) && people?.length === 0;
    } else if (inSubmitters && people !== undefined) {
      const [, item, key, value] =
        /^ +(- )? *:?(name|sid|email):(?: (.*))?$/.exec(line.trimEnd()) ?? [];
      if (item !== undefined && people.length < mostSubmitters) people.push(new Map());
      if (key !== undefined) people.at(-1)?.set(key, scalar(value ?? ''));
    }
  }
  close(folder);
  return found;
}

/** Keys of an entry stand two columns in; those of a submitter, further. */
const isDeeper = (line: string): boolean => line.startsWith('   ');

function scalar(text: string): string {
  try {
    const value: unknown = parse(text, { logLevel: 'silent' });
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  } catch {
    return '';
  }
}
