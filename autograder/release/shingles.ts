/**
 * Code as what stays of it when it is set otherwise: its tokens, in runs of a fixed length.
 *
 * Comments, white space, quotes, brackets that a formatter adds, commas and semicolons are gone; names
 * that are bound somewhere (all but what stands after a dot, key words and what the language
 * brings) are one and the same token. So a copy that was formatted anew, renamed or cut into the
 * lines of a notebook has the same runs.
 */

/** Tokens in a run. Shorter ones are common idioms, longer ones miss a function of a few lines. */
export const runLength = 20;
/** How many different tokens of a run must say something: else it is punctuation. */
const leastTelling = 3;

export interface Token {
  text: string;
  /** Where it begins and ends in the text. */
  at: number;
  end: number;
  /** Whether it says what the code does: a member's name, a number, a name of the language's library. */
  tells: boolean;
}

const keywords = new Set(
  `async await break case catch class const continue default delete do else extends finally for
   function if in instanceof let new null of return static super switch this throw true false try
   typeof undefined var void while yield`.split(/\s+/),
);
const globals = new Set(
  `Array Boolean Error Float32Array Float64Array Infinity Int32Array JSON Map Math NaN Number Object
   Promise RangeError Reflect Set String Symbol TypeError Uint8Array WeakMap`.split(/\s+/),
);
const pattern =
  /[A-Za-z_$][\w$]*|\d[\w.]*|=>|\?\.|\.\.\.|\*\*|[=!]==?|[<>]=|&&|\|\||\?\?|[{}[\].=<>+\-*/%!?:&|^~]/g;

/** A text without its comments: what takes their place has their length, so that offsets stay. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));

/** The same with commented-out code uncovered: what marks a line as a comment or a quotation. */
export const uncovered = (text: string): string =>
  text
    .replace(/\/\*+|\*+\/|<!--|-->/g, (mark) => ' '.repeat(mark.length))
    .replace(/^[ \t]*(?:\/\/+|\*|#+|>)/gm, (mark) => ' '.repeat(mark.length));

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let before = '';
  for (const { 0: word, index: at } of text.matchAll(pattern)) {
    const isMember = before === '.' || before === '?.';
    before = word;
    if (/^[A-Za-z_$]/.test(word)) {
      const keeps = isMember || keywords.has(word) || globals.has(word);
      const tells = isMember || globals.has(word);
      tokens.push({ text: keeps ? word : 'i', at, end: at + word.length, tells });
    } else {
      tokens.push({
        text: word,
        at,
        end: at + word.length,
        tells: /^\d/.test(word) && word.length > 1,
      });
    }
  }
  return tokens;
}

export interface Run {
  key: string;
  /** Where it begins and ends in the text. */
  from: number;
  to: number;
}

export const keyOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => token.text).join(' ');

/** The telling runs of a text, in order. */
export function runsOf(text: string): Run[] {
  const tokens = tokensOf(text);
  const runs: Run[] = [];
  for (let i = 0; i + runLength <= tokens.length; i++) {
    const part = tokens.slice(i, i + runLength);
    const words = part.filter((token) => token.tells).map((token) => token.text);
    if (new Set(words).size >= leastTelling) runs.push(runOf(part));
  }
  return runs;
}

/** @param tokens one or more */
export function runOf(tokens: readonly Token[]): Run {
  const [first, last] = [tokens[0] as Token, tokens.at(-1) as Token];
  return { key: keyOf(tokens), from: first.at, to: last.end };
}

/** The beginning of a text as one run: for functions of which no part tells enough. */
export function wholeRun(text: string, most: number): { key: string; length: number } {
  const tokens = tokensOf(text).slice(0, most);
  return { key: keyOf(tokens), length: tokens.length };
}
