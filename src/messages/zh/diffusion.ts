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
  denoiser: (p) =>
    `\`denoiser\` 应是网络（例如由 \`denoisingUnet\` 创建），或形如 \`(x, time, label) => prediction\` 的函数。得到的是：${p.given}`,
  otherModel: (p) =>
    `需要一个以带噪声的样本、时间以及（可选的）类别为输入的网络，例如由 \`denoisingUnet\` 或 \`denoisingMlp\` 创建的网络。得到的是：\`${p.model}\`，输入为 ${p.given}。其他网络请放进函数 \`(x, time, label) => prediction\` 中`,
  prediction: (p) => `函数应返回与 \`x\` 形状相同的张量，即 ${p.expected}。得到的是：${p.given}`,
  predictions: (p) => `\`prediction\` 应是 \`epsilon\` 或 \`v\`。得到的是：${p.given}`,
  noClasses: () => '这个网络不接受类别，却得到了类别。请在创建网络时给出选项 `classes`',
  labelNeeded: () =>
    '这个网络需要每个样本的类别，却没有得到。请给出批次 `{ x, label }`，其中 `label` 为 `[B]`，类型为 `int32`',
  labelOfEach: (p) =>
    `\`label\` 应是 int32 张量 [${p.batch}]，即 ${p.batch} 个样本各自的类别。得到的是：${p.given}`,
  labels: (p) =>
    `\`labels\` 应是 ${p.count} 个类别编号${p.last === '' ? '' : `（0 到 ${p.last}）`}，每个样本一个，或所有样本共用一个。得到的是：${p.given}`,
  labelDropout: (p) => `\`labelDropout\` 应是不小于 0 且小于 1 的数。得到的是：${p.given}`,
  sigmaMin: (p) => `\`sigmaMin\` 应是不小于 0 且小于 1 的数。得到的是：${p.given}`,
  flowTime: (p) => `\`t\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  flowTimeOfEach: (p) =>
    `\`t\` 应是 float32 张量 [${p.batch}]，即 ${p.batch} 个样本各自的时间。得到的是：${p.given}`,
  noShape: () => '需要 `shape`，即单个样本的形状：函数本身不会说明它。没有得到',
  guidance: (p) => `\`guidance\` 应是不小于 0 的数。得到的是：${p.given}`,
  guidanceOfNothing: () => '`guidance` 把样本引向某个类别，因此还需要 `labels`。没有得到',
  clip: (p) => `\`clip\` 应是 \`[least, most]\`，即两个递增的数。得到的是：${p.given}`,
  variances: (p) => `\`variance\` 应是 \`posterior\` 或 \`beta\`。得到的是：${p.given}`,
  ddimSteps: (p) =>
    `\`steps\` 应是 1 到 ${p.most} 的整数，${p.most} 是噪声安排的步数。得到的是：${p.given}`,
  eta: (p) => `\`eta\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  methods: (p) => `\`method\` 应是 \`euler\`、\`heun\` 或 \`midpoint\`。得到的是：${p.given}`,
};
