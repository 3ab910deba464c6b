import { readFileSync } from 'node:fs';

/** The text of a file of the kernel's; nothing where it is gone, as a process may be at any moment. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
