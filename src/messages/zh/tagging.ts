import type { tagging as source } from '../en/tagging.js';

/** What `gradus/nlp` says about tags of tokens: chains of them, their training and their scores. */
export const tagging: typeof source = {
  potentials: (p) =>
    `${p.where} 的势应为：\`emissions\` [B, T, K]、\`transitions\` [K, K]、\`start\` 和 \`end\` [K]，如有 \`mask\` 则为 [B, T]。得到的是：${p.given}`,
  tags: (p) =>
    `${p.where} 的标签形状应为 ${p.expected}，发射势的每个位置一个。得到的是：${p.given}`,
  tag: (p) => `${p.where} 的标签应是 [0, ${p.count}) 内的整数。得到的是：${p.given}`,
  token: (p) =>
    `${p.where} 的文本应是词元列表，词元是不小于 1 的整数：0 是填充。得到的是：${p.given}（第 ${p.at} 个文本，从 0 数起）`,
  tooLong: (p) =>
    `${p.where} 的文本最多 ${p.length} 个词元。得到的是 ${p.given} 个（第 ${p.at} 个文本，从 0 数起）。请去掉它，或给出更大的 \`length\``,
  noTexts: (p) => `${p.where} 至少需要一个文本，但没有`,
  unequal: (p) =>
    `${p.where} 的每个文本中，标签应与词元一样多。第 ${p.at} 个文本（从 0 数起）有 ${p.tokens} 个词元和 ${p.tags} 个标签`,
  examples: (p) =>
    `${p.where} 的 \`tokens\` 和 \`tags\` 应为 [N, T]、int32。得到的是：${p.given}。可由 \`taggingExamples\` 生成`,
  bio: (p) =>
    `标签应形如 \`O\`、\`B-place\`、\`I-place\`。得到的是：${p.given}（第 ${p.at} 个位置，从 0 数起）`,
  notAsMany: (p) =>
    `每个文本中，找到的标签应与正确的标签一样多。第 ${p.at} 个文本（从 0 数起）的数目不同`,
};
