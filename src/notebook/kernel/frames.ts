/** Stacks as V8 writes them, reduced to the frames of notebook cells. */

/** Compiled code of a cell runs under this name, so that a stack says which cell it was. */
export const cellFile = (count: number): string => `gradus-cell-${count}`;

export interface CompiledFrame {
  /** Execution count of the cell. */
  count: number;
  line: number;
  column: number;
  /** Name of the function, when it has one of the student's own. */
  fn: string | undefined;
}

const frame = /^\s*at (?:async )?(?:(.*?) \()?gradus-cell-(\d+):(\d+):(\d+)\)?$/;
/** A script that does not parse has no frame, but its position before the message. */
const syntaxHead = /^gradus-cell-(\d+):(\d+)\n.*\n( *)\^/;

/** The frames of cells in a stack, innermost first. */
export function cellFrames(stack: string): CompiledFrame[] {
  const frames = stack.split('\n').flatMap((line): CompiledFrame[] => {
    const found = frame.exec(line);
    if (found === null) return [];
    const [, name, count, at, column] = found;
    return [
      { count: Number(count), line: Number(at), column: Number(column), fn: functionName(name) },
    ];
  });
  if (frames.length > 0) return frames;
  const head = syntaxHead.exec(stack);
  if (head === null) return [];
  const [, count, at, indent] = head;
  return [
    { count: Number(count), line: Number(at), column: (indent ?? '').length + 1, fn: undefined },
  ];
}

/** `Proxy.softmax`, `Object.softmax [as f]` → `softmax`; what V8 calls `<anonymous>` has no name. */
function functionName(text: string | undefined): string | undefined {
  const name = text
    ?.replace(/ \[as .*\]$/, '')
    .replace(/^(?:Object|Proxy|exports|new Proxy)\./, '')
    .trim();
  const isNodes = /^(?:Timeout|Immediate|process)\./.test(name ?? '');
  return name === undefined || name === '' || name.includes('<anonymous>') || isNodes
    ? undefined
    : name;
}
