import type { vision as source } from '../en/vision.js';

/** What augmentation says about the images, labels and options that it is given. */
export const vision: typeof source = {
  images: (p) =>
    `${p.where} 的 \`images\` 应是一批图像 \`[B, H, W, C]\`，类型为 \`float32\`。得到的是：${p.given}。单张图像可用 \`tf.expandDims(image, 0)\` 变成一批，整数可用 \`tf.cast(images, 'float32')\` 转换`,
  channels: (p) =>
    `${p.where} 需要 1 个通道（灰度）或 3 个通道（红、绿、蓝）的图像。得到的图像有 ${p.given} 个通道`,
  pixels: (p) =>
    `${p.where} 需要取值在 [0, 1] 内的像素。得到的像素从 ${p.least} 到 ${p.most}。0 到 255 的像素请除以 255，并在标准化之前做增强`,
  rng: (p) =>
    `${p.where} 的 \`rng\` 应是带种子的随机数生成器。得到的是：${p.given}。请用 \`createRng(seed)\` 创建`,
  labels: (p) =>
    `${p.where} 的 \`labels\` 应为 \`[B, C]\`，类型为 \`float32\`，其中 B = ${p.count}。得到的是：${p.given}。类别编号 \`[B]\` 可用 \`tf.cast(tf.oneHot(labels, classes), 'float32')\` 转换`,
  share: (p) => `${p.where} 的 \`${p.option}\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  alpha: (p) =>
    `${p.where} 的 \`alpha\` 应是大于 0 的数。得到的是：${p.given}。它决定权重所服从的分布 \`Beta(alpha, alpha)\` 的形状`,
  jitter: (p) =>
    `${p.where} 的 \`${p.option}\` 应是不小于 0 的数，或 \`[least, most]\`，其中 \`0 <= least <= most\`。得到的是：${p.given}`,
  hue: (p) =>
    `${p.where} 的 \`hue\` 应是 [0, 0.5] 内的数，或 \`[least, most]\`，其中 \`-0.5 <= least <= most <= 0.5\`。得到的是：${p.given}。0.5 是色环的半圈`,
  padding: (p) => `${p.where} 的 \`padding\` 应是不小于 0 的整数${p.most}。得到的是：${p.given}`,
  mostPadding: (p) => `，且不大于 ${p.most}，即这些图像能够镜像的范围`,
  paddingMode: (p) => `${p.where} 的 \`paddingMode\` 应是 ${p.known} 之一。得到的是：${p.given}`,
  size: (p) =>
    `${p.where} 的 \`size\` 应是不小于 1 的整数，或由这样的整数组成的 \`[height, width]\`。得到的是：${p.given}`,
  noRoom: (p) =>
    `\`size\` 应不超出填充后的图像（${p.height}×${p.width}），并留有可选择的位置。得到的是：${p.given}。请增大 \`padding\`，或减小 \`size\``,
  fill: (p) => `${p.where} 的 \`fill\` 应是有限的数。得到的是：${p.given}`,
  steps: (p) =>
    `${p.where} 需要一个函数列表，每个函数形如 \`(images, rng) => images\`。得到的是：${p.given}`,
  step: (p) => `${p.where} 的第 ${p.place} 步应返回图像张量。得到的是：${p.given}`,
  sameShape: (p) =>
    `\`predicted\` 和 \`actual\` 应有相同的形状，且至少有一个像素。得到的是：${p.predicted} 和 ${p.actual}`,
  classNumber: (p) =>
    `\`${p.what}\` 中应是 0 到 ${Number(p.classes) - 1} 的类别编号。得到的是：${p.given}。请取得分最高的类别，背景也算一个类别`,
};
