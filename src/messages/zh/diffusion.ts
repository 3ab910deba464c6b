import type { diffusion as source } from '../en/diffusion.js';

/** What the functions of diffusion say about what they are given. */
export const diffusion: typeof source = {
  betas: (p) =>
    `\`betas\` 应是大于 0 且小于 1 的数，每一步一个。得到的是：${p.given}。每一步都保留一部分原有内容，并加入一些噪声`,
  count: (p) => `\`${p.option}\` 应是不小于 1 的整数。得到的是：${p.given}`,
  offset: (p) => `\`offset\` 应是不小于 0 的数。得到的是：${p.given}`,
  maxBeta: (p) => `\`maxBeta\` 应是大于 0 且小于 1 的数。得到的是：${p.given}`,
  sameShape: (p) =>
    `\`${p.name}\` 的形状应与 \`${p.other}\` 相同，即 ${p.expected}。得到的是：${p.given}`,
  stepNumber: (p) =>
    `\`t\` 应是 0 到 ${p.last} 的整数，${p.last} 是噪声安排的最后一步。得到的是：${p.given}。步数从 0 数起`,
  stepOfEach: (p) =>
    `\`t\` 应是 int32 张量 [${p.batch}]，即 ${p.batch} 个样本各自的步数。得到的是：${p.given}`,
};
