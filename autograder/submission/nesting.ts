/** Sources that no parser should see: found by one cheap pass over their brackets. */

/** Deeper than anything written by hand, and far from where a parser runs out of stack. */
const deepest = 250;

/**
 * For each `async` before or inside a bracket TypeScript's parser tries two readings, and for those
 * inside it two again: `async(async(…` of 30 levels takes an hour, and so does `(infer U extends
 * (infer U extends …`. So many readings take 50 ms.
 */
const mostReadings = 5_000;

/** Whether a source is nested too deeply to be read. Strings and comments count like code. */
export function isTooDeep(source: string): boolean {
  /** For each open bracket, whether such a word stood in it. */
  const open = [false];
  let doubled = 0;
  let readings = 0;
  for (const [word] of source.matchAll(/[([{]|[)\]}]|\b(?:async|infer)\b/g)) {
    if (word === 'async' || word === 'infer') {
      if (!open[open.length - 1]) doubled++;
      open[open.length - 1] = true;
      readings += 2 ** doubled;
    } else if ('([{'.includes(word)) open.push(false);
    else if (open.length > 1 && open.pop()) doubled--;
    if (open.length > deepest || readings > mostReadings) return true;
  }
  return false;
}
