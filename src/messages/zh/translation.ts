import type { translation as source } from '../en/translation.js';

/** What `gradus/nlp` says about translation: its examples, its decoding and its scores. */
export const translation: typeof source = {
  sameCount: (p) =>
    `${p.what} 的个数应与 ${p.of} 相同，且至少有一个。得到的是：${p.given} 和 ${p.expected}`,
  tooLong: (p) =>
    `每个 ${p.what} 最多应有 ${p.longest} 个词元。第 ${p.at} 个有 ${p.given} 个。请去掉它，或给出更大的 \`${p.option}\``,
  token: (p) =>
    `每个 ${p.what} 应由 ${p.least} 到 ${p.most} 的整数组成。第 ${p.at} 个含有：${p.given}`,
  noSources: (p) => `至少应有一个源序列，每个都是词元的列表。得到的是：${p.given}`,
  notOurs: (p) =>
    `\`model\` 应由 \`transformer\` 或 \`seq2seq\` 生成，或从这样的模型加载。得到的模型的层：${p.layers}`,
  examples: (p) =>
    `${p.where} 的 \`source\` 应为 \`[N, S]\`，\`target\` 应为 \`[N, T + 1]\`，类型为 int32，T 至少为 1。得到的是：${p.given}。可用 \`translationExamples\` 生成它们`,
  length: (p) => `${p.what} 应有 ${p.expected} 个词元，与模型生成时一致。得到的是：${p.given}`,
  atLeast: (p) => `\`${p.option}\` 应为${p.expected}。得到的是：${p.given}`,
  number: (p) => `不小于 ${p.least} 的数`,
  choice: (p) => `\`${p.option}\` 应为下列之一：${p.words}。得到的是：${p.given}`,
  map: (p) =>
    `注意力图应由等长的行组成，各数不小于 0 且总和不为 0，行和列都至少有两个。得到的是：${p.given}`,
  noReferences: (p) =>
    `每个译文至少应有一个参考译文，且个数相同。第 ${p.at} 个译文的参考译文：${p.given}`,
};
