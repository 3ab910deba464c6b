/** What a run of the tests takes of what is heavy. */

/**
 * Those that a variable of the environment chooses: of `0/3` every third, from the first one on. All where it
 * is not set.
 *
 * @throws RangeError when it is set to anything but a part and how many there are
 */
export function chosenPart(variable: string, all: readonly string[]): string[] {
  const given = process.env[variable] ?? '0/1';
  const [part, parts] = (/^(\d+)\/(\d+)$/.exec(given)?.slice(1) ?? []).map(Number);
  if (part === undefined || parts === undefined || part >= parts) {
    throw new RangeError(`Expected ${variable} as 0/3, 1/3 or 2/3. Received: ${given}`);
  }
  return all.filter((_, i) => i % parts === part);
}
