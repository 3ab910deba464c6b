import type { tagging as source } from '../en/tagging.js';

/** What `gradus/nlp` says about tags of tokens: chains of them, their training and their scores. */
export const tagging: typeof source = {
  potentials: (p) =>
    `${p.where} 的势应为：\`emissions\` [B, T, K]、\`transitions\` [K, K]、\`start\` 和 \`end\` [K]，如有 \`mask\` 则为 [B, T]。得到的是：${p.given}`,
  tags: (p) =>
    `${p.where} 的标签形状应为 ${p.expected}，发射势的每个位置一个。得到的是：${p.given}`,
  tag: (p) => `${p.where} 的标签应是 [0, ${p.count}) 内的整数。得到的是：${p.given}`,
};
