import type { models as source } from '../en/models.js';

/** What models of the library say about their options, and about the folders they are kept in. */
export const models: typeof source = {
  expected: {
    size: () => '不小于 1 的整数',
    sizeOrNone: () => '不小于 0 的整数',
    oneSize: () => '只含一个整数的列表，即单个样本的大小',
    even: () => '不小于 2 的偶数',
    list: () => '由不小于 1 的整数组成的列表',
    imageShape: (p) =>
      Number(p.least) > 1
        ? `\`[H, W, channels]\`，其中 H 和 W 不小于 ${p.least}`
        : '三个不小于 1 的整数 `[H, W, channels]`',
    divisibleImage: (p) => `\`[H, W, channels]\`，其中 H 和 W 能被 ${p.by} 整除（由其他选项决定）`,
    choice: (p) => `下列之一：${p.words}`,
    rate: () => '[0, 1) 内的数',
    deviation: () => '不小于 0 的数',
    positive: () => '大于 0 的数',
    sameWidth: (p) =>
      `${p.width}，即 \`hidden[0]\` 的宽度：\`residual\` 把进入一层的量加到该层的输出上`,
    residualLayers: () =>
      '至少两个不小于 1 的整数组成的列表：`residual` 跨过第一层之后的每个隐藏层',
    sameLength: (p) => `与 \`${p.of}\` 等长（${p.length}）的列表`,
    sequenceShape: () => '一个或两个不小于 1 的整数，`[T]` 或 `[T, channels]`',
    shrunkShape: (p) =>
      `\`[H, W, channels]\`，其中 H 和 W 不小于 ${p.least}：\`filters\` 的 ${p.count} 项各减去 2 个像素，再减半；图像较小时请减少 \`filters\` 的项数`,
    halvedShape: (p) =>
      `\`[H, W, channels]\`，其中 H 和 W 为 ${p.factor} 的倍数，因为 \`filters\` 中的每一项都使它们减半`,
    flag: () => '`true` 或 `false`',
    seed: () => '整数',
    positiveOr: (p) => `大于 0 的数，或 \`${p.word}\``,
    gaussianVariance: () => '`learnt`，因为 `likelihood` 为 `bernoulli` 时没有方差',
    divisor: (p) => `\`${p.of}\`（${p.value}）的因数`,
    evenHeads: (p) => `${p.unit} 的倍数，因为 \`positions\` 成对地使用各数`,
    multiple: (p) => `\`${p.of}\`（${p.value}）的倍数`,
  },
  option: (p) => `\`${p.option}\` 应为${p.expected}。得到的是：${p.given}。${p.remedy}`,
  missing: (p) => `请把它传给 \`${p.model}\`：它没有默认值。`,
  wrong: (p) => `请在 \`${p.model}\` 的选项中修改它。`,
  noOptions: (p) => `\`${p.model}\` 的选项应是一个对象。得到的是：${p.given}。`,
  notMadeBy: (p) => `\`model\` 应由 \`${p.name}\` 生成。得到的模型的层：${p.layers}`,
  noParts: (p) =>
    `\`model\` 应含有 \`encoder\` 和 \`decoder\` 两部分，如 \`autoencoder\` 和 \`convAutoencoder\` 所生成的。得到的模型的层：${p.layers}`,
  noLatent: (p) =>
    `\`model\` 应由 \`gradus/vae\` 的 ${p.names} 生成，或从这样的模型加载，且层未改动过。得到的模型的层：${p.layers}`,
  features: (p) => `\`x\` 应为 ${p.expected}。得到的是：[${p.given}]`,
  folder: {
    notOurs: (p) =>
      `这里应是由 gradus 的函数（例如 \`cnn\`）或 \`loadModel\` 生成、层未改动过的模型。得到的是 \`${p.model}\`。由自己的层组成的模型请用 \`model.save('file://…')\` 保存`,
    unmerged: (p) =>
      `模型的低秩改动应已并入权重，但 \`${p.model}\` 的还没有：请先调用 \`gradus/nlp\` 的 \`mergeLora(model)\`，或用 \`removeLora(model)\` 去掉它们再保存`,
    notForTheWeb: (p) =>
      `要在网页中使用，模型只能含有 TensorFlow.js 自带的层。${p.id} 含有别的层：${p.layers}。请用 \`saveGraphModel\` 为网页保存它，并在这里去掉 \`web\``,
    doesNotBelong: (p) =>
      `\`${p.what}\` 的大小应与模型一致，为 ${p.expected}。得到的是 ${p.given}。请给出训练时所用的`,
    cannotHold: (p) => `清单无法保存字段 \`${p.field}\`：${p.given}。请给出别的标签、词表或缩放器`,
    noManifest: (p) =>
      `${p.path} 处应有模型的清单，但没有这个文件：请给出 \`saveModel\` 所写的文件夹（路径从当前工作目录算起）`,
    notRead: (p) => `无法读取 ${p.path}。系统拒绝：${p.reason}`,
    notJson: (p) => `${p.path} 应是 JSON，但它不是：请重新保存模型`,
    newer: (p) =>
      `模型文件夹的格式最高应为 ${p.known}。${p.path} 的格式是 ${p.format}，由 gradus ${p.by} 写成：请安装该版本或更新的版本`,
    field: (p) =>
      `${p.path} 应与 \`saveModel\` 所写的一致。其中的字段 \`${p.field}\` 不符合：${p.given}。请重新保存模型，或重新复制文件夹`,
    unknownId: (p) =>
      `${p.path} 中应是此版本 gradus 的模型。得到的是：${JSON.stringify(p.id)}。现有 ${p.meant}`,
    noWeights: (p) =>
      `${p.path} 处应有模型的权重，但没有这个文件：请复制 \`saveModel\` 所写的整个文件夹`,
    cutOff: (p) =>
      `${p.path} 应是 ${p.needed} 字节的文件，得到 ${p.bytes} 字节。请重新复制文件夹，或重新保存模型`,
    changed: (p) =>
      `${p.path} 的内容应与保存时相同，但其摘要不同：文件被改动或已损坏。请重新复制文件夹，或重新保存模型`,
    options: (p) => `${p.path} 中的模型选项不符合要求。${p.reason}`,
    notBuilt: (p) => `无法构建 ${p.path} 中的 ${p.id}。${p.reason}`,
    doesNotFit: (p) => `${p.path} 的内容应符合 ${p.id}。${p.reason}。请重新保存模型`,
    none: () => '无',
    weight: (p) => `它的权重 ${p.name} 为 ${p.expected}，保存的是：${p.given}`,
    tooMany: (p) => `它有 ${p.expected} 个权重，保存的有 ${p.given} 个`,
    wrongBytes: (p) => `它的权重占 ${p.needed} 字节，保存的有 ${p.bytes} 字节`,
  },
  graph: {
    noModel: (p) =>
      `这里应是由层组成的模型，例如 \`cnn\` 或 \`tf.sequential\` 所生成的。得到的是：${p.given}`,
    noOp: (p) =>
      `图模型只能含有它支持的运算。这个模型用到 \`${p.kernel}\`，TensorFlow.js 的图模型中没有对应的运算。请改用别的运算，或在 Node 中用 \`loadModel\` 提供该模型`,
    open: (p) =>
      `图应适用于任意大小的批次。但 \`${p.kernel}\` 的一个数会随输入的大小变化，而且不成比例。请给模型的输入指定固定的形状（批次除外），或在 Node 中用 \`loadModel\` 提供该模型`,
    steps: (p) =>
      `无论输入多大，运算都应相同。但从 \`${p.kernel}\` 起就不同了。请不要在层的 \`call\` 中按大小做判断，或给模型的输入指定固定的形状（批次除外）`,
    reads: () =>
      '模型应只用张量计算。它的某一层在途中读取了张量的数值（`dataSync`、`arraySync`），而图做不到这一点。请在该层的 `call` 中使用 `tf` 的运算',
    differs: (p) =>
      `图的预测应与模型一致，但相差 ${p.gap}：某一层依赖于输入和权重以外的东西。没有写入任何文件`,
    ownFolder: (p) =>
      `图模型应有自己的文件夹。${p.path} 中已有 \`saveModel\` 所写的模型。请给出另一个文件夹`,
  },
};
