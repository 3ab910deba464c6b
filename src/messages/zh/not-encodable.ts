/** 无法交给评判程序的值：编码器的说法，用中文。 */

const words: readonly (readonly [RegExp, string])[] = [
  [/^a symbol$/, 'Symbol 值'],
  [/^a DataView$/, '`DataView`'],
  [/^a promise inside the answer$/, '含有 Promise 的值'],
  [/^a tensor that was already disposed$/, '已经释放的张量'],
  [/^a tensor of dtype (.*)$/, 'dtype 为 `$1` 的张量'],
  [/^nested deeper than (.*) levels \(or a cycle\)$/, '嵌套超过 $1 层（或循环引用）的值'],
  [/^a callback within (.*) callbacks$/, '嵌套 $1 层的回调'],
  [/^a whole number of more than (.*) digits$/, '超过 $1 位的整数'],
  [/^more than (.*) parts$/, '多于 $1 个部分的值'],
  [/^more than (.*) MB of numbers$/, '超过 $1 MB 的数'],
  [/^more than (.*) MB of text$/, '超过 $1 MB 的文本'],
  [/^a text longer than (.*) KB$/, '超过 $1 KB 的文本'],
];

/** 没有中文说法的照原样写。 */
export function notEncodable(type: unknown): string {
  const [pattern, said] = words.find(([one]) => one.test(`${type}`)) ?? [];
  return pattern === undefined ? `${type}` : `${type}`.replace(pattern, said ?? '');
}
