import type { generative as source } from '../en/generative.js';

/** What measures of generators say about the examples and options that they are given. */
export const generative: typeof source = {
  examples: (p) =>
    `${p.where} 的 \`${p.what}\` 应是一批由数组成的样本 \`[N, …]\`，N 不小于 ${p.least}。得到的是：${p.given}。单个样本可用 \`tf.expandDims(example, 0)\` 变成一批`,
  values: (p) =>
    `${p.where} 的 \`${p.what}\` 应是一列数 \`[N]\`，N 不小于 1。得到的是：${p.given}。请取其中一列，样本含多个数时请用 \`slicedWasserstein\``,
  notFinite: (p) =>
    `${p.where} 的 \`${p.what}\` 中应全是有限的数。第 ${p.row} 个样本中有：${p.given}。请检查生成器的训练数据，以及训练时损失是否有限`,
  widths: (p) =>
    `${p.where} 的 \`${p.what}\` 和 \`${p.other}\` 中，每个样本的数的个数应相同。得到的是：${p.given} 和 ${p.otherGiven}。请让两者形状一致`,
  positive: (p) => `${p.where} 的 \`${p.option}\` 应是大于 0 的数。得到的是：${p.given}`,
  share: (p) => `${p.where} 的 \`${p.option}\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  neighbours: (p) =>
    `${p.where} 的 \`k\` 应是 1 到 ${p.most} 的整数，即 \`${p.what}\` 能提供的近邻个数。得到的是：${p.given}`,
  projections: (p) => `${p.where} 的 \`projections\` 应是不小于 1 的整数。得到的是：${p.given}`,
  rng: (p) =>
    `${p.where} 的 \`rng\` 应是带种子的随机数生成器。得到的是：${p.given}。请用 \`createRng(seed)\` 创建`,
  logits: (p) =>
    `${p.where} 的 \`logits\` 应为 \`[N, C]\`，至少有 2 个类别。得到的是：${p.given}。请给出分类器对这些样本的预测`,
  noLayer: (p) =>
    `${p.where} 的 \`layer\` 应是模型中某一层的名称：${p.known}。得到的是：${p.given}`,
};
