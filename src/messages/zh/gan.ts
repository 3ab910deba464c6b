import type { gan as source } from '../en/gan.js';

/** What generative adversarial networks say about what they are given. */
export const gan: typeof source = {
  labelSmoothing: (p) => `\`labelSmoothing\` 应为 [0, 1) 中的数。得到的是：${p.given}`,
  smoothingKind: (p) =>
    `\`labelSmoothing\` 只用于 \`loss: 'gan'\`，因为它移动的是其中的标签。得到的损失是：'${p.given}'`,
  sameShape: (p) =>
    `真实样本与生成样本的形状应相同。得到的是：${p.real} 和 ${p.fake}。请让生成器的 \`outputShape\` 等于一个样本的形状`,
  kind: (p) => `\`loss\` 应为 ${p.known} 之一。得到的是：${p.given}`,
  penalty: (p) => `\`penaltyWeight\` 应为不小于 0 的数。得到的是：${p.given}`,
  batchNorm: (p) =>
    `\`loss: 'wgan-gp'\` 的评判网络不应含批归一化：惩罚项要求每个样本单独成立。得到的是：\`${p.layer}\`。请用 \`normalization: 'none'\` 或 \`'layer'\` 创建它`,
  apart: (p) =>
    `生成器的输出应是判别器的输入。得到的是：${p.output} 和 ${p.input}。请为同一种样本形状创建这两个网络`,
  conditions: (p) =>
    `两个网络应接受同样多的类别，或都不接受类别。得到的是：${p.generator} 和 ${p.discriminator} 个类别`,
  needsLabels: (p) =>
    `除 \`x\` 外还应给出 \`y\`：类别编号 0 到 ${Number(p.classes) - 1}，形状 [N]，int32。这两个网络需要知道类别，却没有得到`,
  noLabels: () =>
    '应只给出样本 `x`。得到的还有 `y`，而这两个网络不接受它。请使用 `conditionalGenerator` 和 `conditionalDiscriminator`',
  examples: (p) => `\`x\` 中样本的形状应为 ${p.expected}。得到的是：${p.given}。请改变它的形状`,
  classNumber: (p) => `类别编号应为 0 到 ${Number(p.classes) - 1}。得到的是：${p.given}`,
  whichSamples: () =>
    '应给出样本数 `count`，或给出每个样本类别的 `labels`。得到的是：两者皆无，或为不接受类别的生成器给出了 `labels`',
};
