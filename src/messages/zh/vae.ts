import type { vae as source } from '../en/vae.js';

/** What `gradus/vae` says about examples, codes and options. */
export const vae: typeof source = {
  sameShape: (p) => `${p.what} 的形状应同为 \`[B, …]\`。得到的是：${p.a} 和 ${p.b}`,
  examples: (p) =>
    `${p.where} 的 \`x\` 应为 ${p.expected}，类型为 \`float32\`，至少有一个样本。得到的是：${p.given}`,
  pixels: (p) =>
    `${p.where} 需要取值在 [0, 1] 内的像素，因为解码器是伯努利分布。得到的像素从 ${p.least} 到 ${p.most}。0 到 255 的像素请除以 255，或用 \`likelihood: 'gaussian'\` 构建模型`,
  condition: (p) =>
    `${p.where} 的 \`condition\` 应为 ${p.expected}，类型为 \`float32\`，每个样本一行。得到的是：${p.given}。类别编号可用 \`tf.cast(tf.oneHot(labels, classes), 'float32')\` 转换`,
  noCondition: (p) =>
    `${p.where} 不应有 \`condition\`：该模型不接受条件。得到的是：${p.given}。请用 \`conditionalVae\` 构建模型`,
  codes: (p) => `${p.where} 的编码应为 ${p.expected}，类型为 \`float32\`。得到的是：${p.given}`,
  beta: (p) => `\`beta\` 应是不小于 0 的数，或以步数为参数的函数。得到的是：${p.given}`,
  nonNegative: (p) => `${p.where} 的 \`${p.option}\` 应是不小于 0 的数。得到的是：${p.given}`,
  option: (p) => `${p.where} 的 \`${p.option}\` 应是${p.expected}。得到的是：${p.given}`,
  oneOf: (p) => `下列之一：${p.words}`,
  atLeast: (p) => `不小于 ${p.least} 的整数`,
  dimensions: (p) => `由 0 到 ${p.last} 的维度组成的列表`,
  numbers: () => '至少含一个有限数的列表',
  group: (p) =>
    `${p.where} 的 \`${p.option}\` 应在 ${p.count} 个样本中的一部分上成立，在另一部分上不成立。得到的是：${p.given} 个成立`,
  rows: (p) =>
    `${p.where} 的 \`${p.option}\` 应为 ${p.count} 个样本各有一个数。得到的是：${p.given}`,
  codeNumber: (p) =>
    `${p.where} 的 \`codes\` 应是码本中的编号，0 到 ${p.last}。得到的是：${p.given}`,
  codeNumbers: (p) =>
    `${p.where} 的 \`codes\` 应为 ${p.expected}，类型为 \`int32\`，如 \`quantize\` 所给出的。得到的是：${p.given}`,
  prior: (p) =>
    `sampleCodes 的 \`prior\` 应由 \`codePrior\` 为该模型构建：${p.tokens} 个词元，上下文长度至少 ${p.length}。得到的是：${p.given} 个词元，上下文长度 ${p.context}`,
  sigmoidPixels: (p) =>
    `${p.where} 需要取值在 [0, 1] 内的像素，因为重建经过 sigmoid。得到的像素从 ${p.least} 到 ${p.most}。0 到 255 的像素请除以 255，或用 \`outputActivation: 'linear'\` 构建模型`,
  noCircle: () =>
    "两个编码之间应有唯一的以 0 为中心的圆弧。得到的编码方向相反，或其中有 0。请使用 `path: 'linear'`",
  tooFew: (p) =>
    `${p.where} 的编码应为 \`[N, latent]\`，至少有两个样本和两个维度。得到的是：${p.given}`,
};
