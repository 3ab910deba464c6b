/** A stack that fits a frame and still names the student's line. */

/** Enough for sixty frames of the student's own. */
const longestStack = 8000;
const longestHead = 500;

/** Frames of packages and of Node itself, which can fill a stack before the student's come. */
const foreign = /[\\/]node_modules[\\/]|\(node:|at node:|[\\/]dist[\\/]|<anonymous>\)?$/;

/**
 * The message's beginning and the frames, without those of libraries. A stack that has no others
 * keeps its first ones.
 */
export function shortStack(stack: string): string {
  if (stack.length <= longestHead) return stack;
  const lines = stack.split('\n');
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const firstFrame = lines.findIndex(isFrame);
  if (firstFrame < 0) return stack.slice(0, longestStack);
  const head = lines.slice(0, firstFrame).join('\n').slice(0, longestHead);
  const frames = lines.slice(firstFrame).filter(isFrame);
  const own = frames.filter((line) => !foreign.test(line));
  return [head, ...(own.length > 0 ? own : frames)].join('\n').slice(0, longestStack);
}
