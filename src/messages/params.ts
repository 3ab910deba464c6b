/** The values that a sentence is filled with. */
export type Params = Readonly<Record<string, string | number>>;

/** The words for a code; one without any stands as it is. A code from a file finds own keys only. */
export const wordsFor = (table: Readonly<Record<string, string>>, code: unknown): string => {
  const words = Object.hasOwn(table, `${code}`) ? table[`${code}`] : undefined;
  return words ?? `${code}`;
};
