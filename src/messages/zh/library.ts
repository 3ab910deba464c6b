import type { library as source } from '../en/library.js';

/** What the library says about models, data and files. */
export const library: typeof source = {
  values: {
    disposed: (p) => `已释放的张量 ${p.shape}`,
    function: () => '函数',
    object: () => '对象',
    model: () => '该模型',
    oneTensor: () => '一个张量',
  },
  spectralLayer: (p) =>
    `应给出有卷积核或权重矩阵的层，例如 \`tf.layers.dense\`、\`conv2d\` 或 \`conv2dTranspose\`。得到的是：\`${p.given}\``,
  allowed: {
    refused: (p) =>
      `这道练习不能使用 ${p.name}：可以使用张量、逐元素运算、求和、矩阵乘积、随机数和数据${p.more}${p.less}`,
    plain: (p) => `这道练习不能使用 ${p.name}：请只用普通的数和数组${p.more}来完成${p.less}`,
    rest: (p) => `${p.name} 的其余部分`,
    more: (p) => `，以及 ${p.names}`,
    less: (p) => `，但不能使用 ${p.names}`,
    others: (p) => `${p.names} 等`,
  },
  options: {
    unknown: (p) => `${p.where} 的选项应为下列之一：${p.known}。得到的是：${p.option}。`,
    meant: (p) => `您是指 \`${p.name}\` 吗？`,
  },
  backend: {
    name: (p) => `${p.where} 应为 ${p.known} 之一。得到的是：${p.given}`,
    argument: (p) =>
      `应给出后端的名称（${p.known}），或形如 \`{ backend: 'wasm' }\` 的选项。得到的是：${p.given}`,
  },
  gradients: {
    blocked: (p) =>
      `损失应随权重平滑变化，这样权重才有梯度。这里的损失只经过 ${p.operations} 与权重相连，其斜率处处为 0，训练不会改变任何东西。请直接由得分或概率计算损失（例如交叉熵），把 ${p.operations} 留给指标`,
    apart: (p) =>
      `损失应由权重（${p.weights}）经 \`tf\` 的操作算出。这里没有任何操作把损失与权重相连，训练不会改变任何东西。请在损失里使用模型的输出，中途不要用 \`dataSync\`、\`arraySync\` 或 \`stopGradient\` 读取：由读出的数字重新生成的张量没有梯度`,
    frozen: (p) =>
      `这里应有可训练的权重。得到 ${p.count} 个权重，全部被冻结（\`trainable: false\`）。请在要训练的层上设 \`trainable = true\`，然后再次 \`compile\``,
    none: () =>
      '这里应有可训练的权重，但一个也没有：要么所有层都被冻结（请在要训练的层上设 `trainable = true` 并再次 `compile`），要么根本没有权重（请使用带权重的层，或 `tf.variable`）',
    some: (p) =>
      `下列权重参与训练，但损失并不依赖它们，因此它们不会改变：${p.weights}。如果这是有意的，请冻结它们（\`layer.trainable = false\`）；否则请确认该层的输出用于损失。`,
  },
  training: {
    noBatch: (p) =>
      `一个批次应为张量：一个、一列，或由名字取得的若干个。得到的是：${p.given}。请用 \`tf.tensor\` 把值变成张量，或对数据集调用 \`batch\``,
    otherBatch: (p) =>
      `所有批次应有相同的张量（${p.expected}）。得到的是：${p.given}。请让每个批次使用相同的名字`,
    noBatches: (p) =>
      `批次应来自 \`memoryBatches(data)\`、一个列表、一个给出每轮批次的函数，或 \`tf.data\` 的数据集。得到的是：${p.given}`,
    streamEmpty: (p) =>
      `第 ${p.epoch} 轮应有批次，却一个也没有。生成器只能读一次：请给出创建它的函数，例如 \`fit(() => makeBatches(), …)\`，并检查它是否找到了数据`,
    streamEnded: (p) =>
      `第 ${p.epoch} 轮应有 ${p.wanted} 个批次，只得到 ${p.given} 个。请减少训练步数，让 \`stepsPerEpoch\` 等于实有的批次数，或让批次从头再来（\`repeat\`）`,
    noLoss: (p) =>
      `\`step\` 应返回损失：一个标量张量，或 \`{ loss, … }\`。得到的是：${p.given}。请写 \`return loss\`，不要用 \`async\`；\`optimizer.minimize(f, true)\` 会给出损失`,
    notScalar: (p) =>
      `\`step\` 返回的都应是标量。得到的是：${p.name} = ${p.given}。请取平均：\`tf.mean\``,
    otherValues: (p) => `\`step\` 每次应返回相同的值（${p.expected}）。得到的是：${p.given}`,
    noStep: (p) => `\`step\` 应为在一个批次上走一步的函数。得到的是：${p.given}`,
    nothingTrained: () =>
      '应给出 `step` 所改变的东西：`tf.layers` 的 `models`、由 `tf.variable` 创建的 `variables`，或两者。得到的是别的东西，或什么也没有',
    rates: (p) =>
      `应给出一个 \`learningRate\`，或为 ${p.expected} 个优化器各给一个。得到的个数是：${p.given}`,
    nothingAveraged: () =>
      '应给出要取平均的权重：有可训练权重的 `tf.layers` 模型，或由 `tf.variable` 创建的变量。得到的是别的东西，或什么也没有',
    averageInUse: () =>
      '此时模型中应是训练的权重，却正放着它们的平均值。请等交给 `use` 的工作结束之后，再训练或再次使用平均值',
    noEvaluate: () =>
      '给出 `validation` 批次时，`TrainingLoop` 的选项中应有 `evaluate`，却没有。请写一个给出批次平均损失的函数',
  },
  masks: {
    ignored: (p) =>
      `在 \`masking\` 或 \`embedding({ maskZero: true })\` 之后应是懂得掩码的层。得到的是 \`${p.name}\`（${p.className}），它会把填充的步当作数据。`,
    remedy: () =>
      '请在中间放一个会结束掩码的层，例如 `lstm`、`gru` 或 `globalAveragePooling1d`；如果填充本应计入，请去掉 `maskZero`',
    ownRemedy: () =>
      '请在它的 `call` 中使用 `options.mask`，并在构造函数中设 `this.supportsMasking = true`；如果填充本应计入，请去掉 `maskZero`',
    inLoss: (p) =>
      `输出 ${p.shape} 含有填充的步（有掩码），损失会把它们与其他步同样计入。请在自己的损失中去掉它们，或在输出之前结束掩码（不带 \`returnSequences\` 的 \`lstm\`）。`,
  },
  saving: {
    connected: (p) =>
      `第一层应是模型的开头。得到的 \`${p.layer}\` 在另一个模型中位于 \`${p.other}\` 之后。请用同样的选项新建一个层，或用 \`tf.model({ inputs, outputs })\` 截取模型`,
    notBuilt: (p) =>
      `模型应知道其输入的形状。得到的 \`${p.model}\` 从未构建。请给第一层 \`inputShape\`，或先调用它一次（\`model.predict\`），然后再保存`,
    usedTwice: (p) =>
      `要保存的顺序模型中每个层只能出现一次。\`${p.layer}\` 出现了不止一次。请用 \`tf.model({ inputs, outputs })\` 构建，那里同一个层可以多次使用`,
    sameName: (p) =>
      `权重的名称应各不相同。\`${p.weight}\` 出现了不止一次。请给名为 \`${p.layer}\` 的各层不同的名称`,
    ownLoss: (p) =>
      `要把 \`${p.model}\` 连同优化器一起保存，损失应以名称给出。得到的是函数。请不带 \`includeOptimizer\` 保存，加载后再 \`compile\``,
  },
  errors: {
    noTensors: () => '应给出至少一个张量的列表。',
    slice: (p) =>
      `所取的部分应在张量之内。沿轴 ${p.axis} 它到 ${p.end} 为止，而那里的大小是 ${p.size}。`,
    needsShape: () => '平铺的值需要同时给出形状：作为第二个参数，例如 [2, 3]；或把值写成嵌套的。',
    otherDepth: (p) => `值应嵌套 ${p.rank} 层，或为平铺的列表加上形状。给出的嵌套层数不同。`,
    ord: () => "范数的种类应为 1、2、'euclidean'、'fro'、`Infinity` 或 `-Infinity`。",
    noFunction: () => '应给出计算损失的函数。',
    name: (p) => `应为已知的名称（${p.kind}：${p.known}）。\`${p.given}\` 不是。`,
    received: (p) => `得到的是：${p.call}`,
    noTensor: (p) => `\`${p.argument}\` 应为张量、数字或数字数组。`,
    dtype: (p) => `\`${p.argument}\` 应为 ${p.expected}，而不是 ${p.given}。${p.remedy}`,
    numeric: () => '数值类型',
    castRemedy: (p) => `请转换：\`${p.argument}.cast('${p.dtype}')\`。`,
    axis: (p) => `轴应在 ${p.from} 到 ${p.to} 之间（由张量的维数决定），${p.given} 不在其中。`,
    size: (p) =>
      `形状应能容纳 ${p.size} 个值，${p.shape} 容纳的个数不同；某一处写 -1 表示由其余推算。`,
    noKernel: (p) =>
      `后端 \`${p.backend}\` 没有操作 ${p.kernel}：请先运行 \`await useBackend('tensorflow')\` 或 'cpu'。`,
    noGradient: (p) =>
      `权重与损失之间的操作应有梯度。TensorFlow.js 没有 \`${p.kernel}\` 的梯度：请换一种算法，或用 \`stopGradient\` 把它移出梯度。`,
    notConnected: () =>
      '结果应在函数内由输入经 `tf` 的操作算出。它并不依赖输入：中途不要用 `dataSync` 或 `arraySync` 读取。',
    noScalar: (p) => `损失应为一个数。它有 ${p.rank} 维：请用 \`tf.mean\` 取平均。`,
    noLossTensor: () =>
      '函数应返回张量，但返回了别的东西：里面有 `return` 吗？它不是 `async` 函数吧？',
    disposed: () =>
      '张量应是可用的。有一个已被释放：由 `dispose`，或在没有返回它的 `tf.tidy` 结束时；`tf.keep` 可以保留它。',
    arguments: (p) =>
      `参数应符合 \`${p.where}\` 的类型。有一个缺失或类型不对：请看它的帮助（Shift-Tab）。`,
  },
  model: {
    options: (p) => `${p.where} 的选项应为对象，例如 { … }。得到的是：${p.given}`,
    sampleWeightElsewhere: () => '样本权重用于 `model.fit`：在这里请放入您自己的损失。',
    noTensor: (p) => `${p.where} 的 \`${p.argument}\` 应为张量。得到的是：${p.given}${p.remedy}`,
    makeTensor: (p) => `。请转换：\`tf.tensor${p.rank}d(${p.argument})\``,
    useDataset: (p) => `。数据集请用 \`${p.where}Dataset\``,
    disposed: (p) =>
      `${p.where} 的 \`${p.argument}\` 应为可用的张量。得到的已被释放；\`tf.keep\` 可使它在 \`tf.tidy\` 结束后保留`,
    text: (p) => `${p.where} 的 \`${p.argument}\` 应为数字张量。得到的是文本；请先把词变成数字`,
    count: (p) => `${p.where} 的 \`${p.option}\` 应为 >= ${p.least} 的整数。得到的是：${p.given}`,
    clipNorm: (p) => `\`clipNorm\` 应为大于 0 的数。得到的是：${p.given}`,
    split: (p) => `${p.where} 的 \`validationSplit\` 应为 [0, 1) 中的数。得到的是：${p.given}`,
    validationData: (p) =>
      `${p.where} 的 \`validationData\` 应为两项的列表 \`[x, y]\`。得到的是：${p.given}`,
    notCompiled: (p) =>
      `${p.where} 需要已编译的模型。得到的模型没有优化器。请先运行 \`model.compile({ optimizer, loss })\``,
    noDataset: (p) =>
      `model.fitDataset 需要数据集（有 \`iterator()\` 的对象，由 \`tf.data\` 生成）。得到的是：${p.given}。张量请用 \`model.fit(x, y)\``,
    optimizer: (p) =>
      `model.compile 的 \`optimizer\` 应为名称（'adam'）或由 \`tf.train\` 生成（\`tf.train.adam(0.001)\`）。得到的是：${p.given}`,
    noLoss: () => "model.compile 需要 `loss`，例如 'meanSquaredError'。得到的是：`undefined`",
    callback: (p) =>
      `${p.where} 的回调应为对象，例如 \`{ onEpochEnd(epoch, logs) { … } }\`。得到的是：${p.given}`,
    listener: (p) => `回调 \`${p.event}\` 应为函数。得到的是：${p.given}`,
    badData: (p) => `\`${p.argument}\` 本身含有非有限的数：请从数据中去掉这样的样本。`,
    diverged: {
      loss: (p) =>
        `第 ${p.epoch} 个 epoch（共 ${p.epochs} 个）的损失应为有限的数。得到的是：${p.loss}。`,
      remedy: () =>
        '请降低学习率，把输入缩放到大约 −1 … 1，或裁剪梯度（`Trainer` 的 `clipNorm`），并重新生成模型：其权重已损坏。',
    },
    weights: (p) => `\`sampleWeight\` 应为张量 [${p.rows}]，每个样本一个数。得到的是：${p.given}`,
    weightedLoss: (p) =>
      `损失应对每个样本给出一个数，\`sampleWeight\` 或 \`classWeight\` 才能加权。得到的损失形状为 ${p.shape}。请返回各样本的损失 [B]，不要取平均`,
  },
  layer: {
    dimensions: (p) => `${p.n} 个维度`,
    least: (p) => `至少 ${p.n} 个维度`,
    most: (p) => `至多 ${p.n} 个维度`,
    sized: (p) => `大小为 ${p.size} 的第 ${p.axis} 维`,
    ofShape: (p) => `形状 ${p.shape}`,
    any: () => '任意',
    noName: (p) =>
      `tf.serialization.registerClass 需要带有静态 className 的类。得到的是：${p.given}。请在类中加上 \`static className = '${p.name}';\`：保存的模型用它来称呼`,
    async: (p) =>
      `层 \`${p.layer}\`（${p.className}）的 \`call\` 应返回张量。得到的是 Promise。层是立即计算的：请去掉 \`call\` 中的 \`async\` 和 \`await\``,
    nothing: (p) =>
      `层 \`${p.layer}\`（${p.className}）的 \`call\` 应返回张量。得到的是：${p.given}。\`call\` 里有 \`return\` 吗？`,
    inputs: (p) =>
      `层 \`${p.layer}\`（${p.className}）的输入应为张量或张量的列表。得到的是：${p.given}`,
    shape: (p) =>
      `层 \`${p.layer}\`（${p.className}）的输入应有 ${p.expected}。得到的是：${p.given}`,
    stateful: (p) =>
      `有状态的层 \`${p.layer}\` 为每个序列保存状态，每批应有 ${p.batch} 个序列。得到的是：${p.given}。请给出同样多的序列，或用另一个 batchInputShape 重新构建模型并复制权重（\`setWeights(model.getWeights())\`）`,
  },
  loading: {
    unknownLayer: (p) =>
      `层的类应为已知的。保存的模型中有一个叫 ${p.layer}。如果这个类是您自己的，请先运行 \`tf.serialization.registerClass(${p.layer})\``,
    noUrl: (p) =>
      `应给出保存的模型所在之处。得到的是：${p.given}。文件用 'file://models/digits' 表示，服务器用完整的 URL`,
  },
  labels: {
    classNumbers: (p) =>
      `标签应为类别编号，输出 ${p.output} 的每一行对应一个。得到的标签是 ${p.labels}。独热标签请用损失 'categoricalCrossentropy'`,
  },
  files: {
    noPath: (p) => `这里应是模型文件夹的路径，例如 'models/digits'。得到的是：${p.given}`,
    noModel: (p) =>
      `${p.path} 处应有一个保存好的模型，但没有这个文件。\`model.save('file://models/digits')\` 会生成含 model.json 和 weights.bin 的文件夹：请检查路径（从当前工作目录算起）`,
    notJson: (p) => `${p.path} 应是保存好的模型（JSON），但它不是 JSON：请重新保存模型`,
    notModel: (p) =>
      `${p.path} 应是含有 \`modelTopology\` 的模型，得到的是别的 JSON。请给出 \`model.save\` 所写的 model.json 的路径`,
    noWeights: (p) =>
      `${p.path} 处应有模型的权重，但没有这个文件：请复制 \`model.save\` 所写的整个文件夹，而不只是 model.json`,
    outside: (p) => `${p.path} 只能引用与它同一文件夹的权重文件。得到的是：${p.name}`,
    cutOff: (p) =>
      `${p.path} 中应有 ${p.needed} 字节的权重，得到 ${p.bytes} 字节。文件不完整：请重新复制或保存模型`,
    notRead: (p) => `无法读取 ${p.path}。${p.reason}`,
    notWritten: (p) => `无法把模型写入文件夹 ${p.path}。${p.reason}。请给出可以写入的文件夹`,
    binary: (p) => `${p.path} 需要由层组成的模型。得到的是二进制的计算图，无法保存`,
  },
};
