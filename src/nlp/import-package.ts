/** Packages that a few functions use, loaded when these are called. */
import { messages } from '../messages/index.js';

/** The package of a name cannot be loaded. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
  readonly code = 'package';
}

/**
 * Loads a package by its name, which no bundler sees: a sandbox does without its megabytes.
 *
 * @throws PackageError where it is not installed, or nothing can be loaded
 */
export async function importPackage(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const install = name.split('/')[0] ?? name;
    throw new PackageError(messages().nlp.package({ name, install, reason }), { cause });
  }
}
