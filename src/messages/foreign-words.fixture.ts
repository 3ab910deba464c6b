/** Finds words of one language inside a text of the other, for tests. */

/**
 * What a Chinese text keeps in Latin letters: names of products, formats, keys and units, and terms
 * that the field does not translate. Whatever else is Latin is code, and stands in backticks.
 */
const kept = new Set(
  `gradus TensorFlow.js TensorFlow WebAssembly SIMD JavaScript TypeScript Node Python pip npm Node.js
   JupyterLab Jupyter tslab Markdown Canvas Moodle Blackboard Gradescope Linux Windows macOS Mac
   git Git LFS bubblewrap unshare podman docker plain-uid setpriv util-linux chroot seccomp cgroup proc root
   JSON CSV IDX WAV PCM PNG JPEG YAML UTF-8 HTML PDF RTF XML URL tar.gz gzip zip tar gz RAR xz bzip2 Office Word Excel PowerPoint
   Shift Ctrl Enter Tab Shift-Tab Edit
   CPU GPU MB KB GB Hz dB
   Promise Symbol NaN Infinity dtype dropout epoch ln log ROC AUC reshape sigmoid softmax ReLU`.split(
    /\s+/,
  ),
);

/** Not the text's own words: code, a product's name of two words, what a parameter gave, texts of code, options, Jupyter's prompt. */
const quoted = [
  /^ {4}.*$/gm,
  /`[^`]*`/g,
  /\bVS Code\b/g,
  /⟦[^⟧]*⟧/g,
  /(?<!\w)'[^'\s]*'/g,
  /(?<!\w)--?[a-z][\w-]*/g,
  /In \[[^\]]*\]/g,
];

/** An identifier of several words, with a dot or a digit; a letter or two of a formula. */
const isName = (word: string): boolean => /[a-z][A-Z]|[_\d]|\w\.\w|^[A-Z]{1,2}$|^[b-z]$/.test(word);

/** Runs of English words in a text that should be Chinese; none where it is. */
export function englishIn(text: string): string[] {
  const own = quoted.reduce((rest, pattern) => rest.replaceAll(pattern, '·'), text);
  const words = own.replaceAll(/\w[\w.'’/-]*/g, (found) => {
    const word = found.replace(/[.'’-]+$/, '');
    return kept.has(word) || isName(word) ? '·' : found;
  });
  return [...words.matchAll(/[A-Za-z][A-Za-z.'’-]*(?:[ ,;:()"]+[A-Za-z][A-Za-z.'’-]*)*/g)].map(
    ([found]) => found,
  );
}

/** Chinese words in a text that should be English. */
export const chineseIn = (text: string): string[] =>
  [...text.matchAll(/[\p{Script=Han}，。：；！？（）“”、]+/gu)].map(([found]) => found);
