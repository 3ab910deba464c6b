/** Names of files made from names that students chose. */
import { createHash } from 'node:crypto';

const longestSlug = 40;

/**
 * A file name for a student: a readable slug and a hash that keeps apart names with equal slugs. The
 * hash is long enough that nobody finds two names of one page.
 *
 * @example
 * pageName('Ada Lovelace'); // 'ada-lovelace-b9aa57a1…', 32 digits in all
 */
export function pageName(student: string): string {
  const slug = student
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(student).digest('hex').slice(0, 32);
  return `${slug === '' ? 'student' : slug}-${hash}`;
}
