/** Sources that no parser should see: found by one cheap pass over their brackets. */

/** Deeper than anything written by hand, and far from where a parser runs out of stack. */
const deepest = 250;

/**
 * For each `async` before or inside a bracket TypeScript's parser tries two readings, and for those
 * inside it two again: `async(async(…` of 30 levels takes an hour. So many readings take 50 ms.
 */
const mostReadings = 5_000;

/** Whether a source is nested too deeply to be read. Strings and comments count like code. */
export function isTooDeep(source: string): boolean {
  /** For each open bracket, whether `async` stood in it. */
  const open = [false];
  let asyncs = 0;
  let readings = 0;
  for (const [word] of source.matchAll(/[([{]|[)\]}]|\basync\b/g)) {
    if (word === 'async') {
      if (!open[open.length - 1]) asyncs++;
      open[open.length - 1] = true;
      readings += 2 ** asyncs;
    } else if ('([{'.includes(word)) open.push(false);
    else if (open.length > 1 && open.pop()) asyncs--;
    if (open.length > deepest || readings > mostReadings) return true;
  }
  return false;
}
