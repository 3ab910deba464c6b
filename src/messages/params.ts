/** The values that a sentence is filled with. */
export type Params = Readonly<Record<string, string | number>>;
