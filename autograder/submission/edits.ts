/** A text with places exchanged, and the way back from the new text to the old one. */

export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Edited {
  text: string;
  /** Where a place of the new text (both 0-based) was in the old one. */
  original(line: number, column: number): { line: number; column: number };
}

/** Exchanges places that do not overlap; two insertions at one place stay in the order given. */
export function edit(source: string, edits: readonly Edit[]): Edited {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text } of sorted) {
    parts.push(source.slice(done, start), text);
    done = end;
  }
  parts.push(source.slice(done));
  const text = parts.join('');
  return {
    text,
    original(line, column) {
      const offset = oldOffset(sorted, offsetOf(text, line) + column);
      const before = source.slice(0, offset);
      const start = before.lastIndexOf('\n') + 1;
      return { line: before.split('\n').length - 1, column: offset - start };
    },
  };
}

/** An exchange for a place that keeps the lines after it where they are. */
export function replacement(source: string, start: number, end: number, text: string): Edit {
  const lines = source.slice(start, end).split('\n').length - 1;
  return { start, end, text: text + '\n'.repeat(lines) };
}

function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', offset);
    if (next < 0) return text.length;
    offset = next + 1;
  }
  return offset;
}

/** Inside a new piece it is where that piece begins. */
function oldOffset(sorted: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const { start, end, text } of sorted) {
    if (start + shift > offset) break;
    if (offset < start + shift + text.length) return start;
    shift += text.length - (end - start);
  }
  return offset - shift;
}
