/** A place of a Markdown text that a notebook shows in another way. */
export interface Splice {
  /** Offsets into the text. */
  start: number;
  end: number;
  /** What stands there in the notebook. */
  shown: string;
}

export function splice(text: string, splices: readonly Splice[]): string {
  let result = text;
  for (const { start, end, shown } of [...splices].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + shown + result.slice(end);
  }
  return result;
}
