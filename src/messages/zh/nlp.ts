import type { nlp as source } from '../en/nlp.js';

/** What `gradus/nlp` says about texts, tokenizers and vectors of words. */
export const nlp: typeof source = {
  text: (p) => `应为文本。得到的是：${p.given}`,
  texts: (p) => `${p.where} 应得到文本列表。得到的是：${p.given}。单个文本可写成 \`[text]\``,
  loneSurrogate: (p) =>
    `文本应由完整的字符组成。位置 ${p.place} 处只有代理对的一半。用 \`slice\` 截断的文本可能停在字符中间，请改为截断 \`Array.from(text)\``,
  id: (p) => `词元编号应是 [0, ${p.size}) 内的整数。得到的是：${p.given}`,
  unknownToken: (p) =>
    `词元应在词表中，词表共有 ${p.count} 个。得到的是：${p.given}。请把 \`${p.unknown}\` 列入特殊词元，由它代表未知词元`,
  specialTokens: (p) =>
    `${p.where} 的 \`specialTokens\` 应是互不相同的非空文本。得到的是：${p.given}`,
  noUnknown: (p) =>
    `${p.where} 的 \`specialTokens\` 中应有 \`[UNK]\`，用于含未知字符的词。得到的是：${p.given}`,
  tokenizerFile: (p) =>
    `应为库能运行的 \`tokenizer.json\`：字节级 \`BPE\`、\`WordPiece\` 或 \`WordLevel\`。字段 \`${p.field}\` 不符合要求：${p.given}。请给出另一个分词器的文件，或重新保存它`,
  notJson: (p) =>
    `${p.path} 应为 JSON，但不是。请给出由 \`saveTokenizer\` 或 \`tokenizers\` 写出的文件`,
  package: (p) =>
    `需要软件包 \`${p.name}\`，但无法加载：${p.reason}。请用 \`npm install ${p.install}\` 安装`,
  integer: (p) =>
    `${p.where} 的 \`${p.option}\` 应是不小于 ${p.least} 的整数。得到的是：${p.given}`,
  positive: (p) => `${p.where} 的 \`${p.option}\` 应是大于 0 的数。得到的是：${p.given}`,
  form: (p) => `\`form\` 可选：${p.known}。得到的是：${p.given}`,
  tokenLists: (p) =>
    `应为词元列表，每个词元是整数。得到的是：${p.given}。文本可用 \`texts.map((text) => tokenizer.encode(text))\` 变成列表`,
  end: (p) => `\`${p.option}\` 应为 \`pre\` 或 \`post\`。得到的是：${p.given}`,
  threshold: (p) => `${p.where} 的 \`threshold\` 应是 (0, 1] 内的数。得到的是：${p.given}`,
  pii: (p) => `\`kinds\` 可选：${p.known}。得到的是：${p.given}`,
  smoothing: (p) => `\`smoothing\` 应是不小于 0 的数。得到的是：${p.given}`,
  discount: (p) => `\`discount\` 应是 (0, 1] 内的数。得到的是：${p.given}`,
  manyTokens: (p) =>
    `\`vocabularySize\` 最多为 ${p.most}。得到的是：${p.given}。请用分词器的 \`vocabularySize\` 只保留最常见的词元`,
  power: (p) => `\`power\` 应是不小于 0 的数。得到的是：${p.given}`,
  subsample: (p) => `\`subsample\` 应是大于 0 的数。得到的是：${p.given}`,
  noPairs: () => '至少应有一个列表含两个词元，但没有',
  noTokens: () => '应为词元的计数，至少有一个大于 0，但没有',
  vectors: (p) =>
    `每个词应有一个向量，长度相同且不小于 1。得到的是 ${p.words} 个词和 ${p.rows} 个向量。模型的词来自它的分词器：\`tokenizer.tokens\``,
  twice: (p) => `每个词应只出现一次。重复的是：${p.given}`,
  notFinite: (p) =>
    `向量中应全是有限的数。${p.word} 的向量中有：${p.given}。请检查训练时损失是否有限`,
  noWord: (p) => `应为有向量的 ${p.count} 个词之一。得到的是：${p.given}`,
  dimensions: (p) => `\`dimensions\` 应是 1 到向量宽度 ${p.most} 的整数。得到的是：${p.given}`,
  generation: {
    prompt: (p) => `\`prompt\` 应是非空的整数列表，取值在 [0, ${p.size}) 内。得到的是：${p.given}`,
    noPrompts: () => '至少应有一个提示，但得到的是：[]',
    count: (p) => `\`${p.option}\` 应是不小于 1 的整数。得到的是：${p.given}`,
    temperature: (p) =>
      `\`temperature\` 应是不小于 0 的数。得到的是：${p.given}。取 0 时总是选最可能的词元`,
    topP: (p) => `\`topP\` 应是 (0, 1] 内的数。得到的是：${p.given}。取 1 时保留所有词元`,
    minP: (p) => `\`minP\` 应是 [0, 1] 内的数。得到的是：${p.given}。取 0 时保留所有词元`,
    penalty: (p) => `\`repetitionPenalty\` 应是大于 0 的数。得到的是：${p.given}。取 1 时没有惩罚`,
    stop: (p) => `\`stop\` 应是非空文本，或由它们组成的列表。得到的是：${p.given}`,
    stride: (p) => `\`stride\` 应是 1 到上下文长度 ${p.context} 的整数。得到的是：${p.given}`,
    logits: (p) =>
      `\`logits\` 应是小于无穷大的数，且至少有一个有限。得到的是：${p.given}。请检查训练时损失是否有限`,
  },
  checkpoint: {
    broken: (p) => `${p.path} 应是完整的 \`safetensors\` 文件。${p.reason}。请重新复制该文件`,
    notJson: (p) => `${p.path} 应为 JSON，但不是。请重新复制该文件`,
    noWeights: (p) =>
      `${p.folder} 中应有 \`model.safetensors\` 或 \`model.safetensors.index.json\`，但两者都没有。\`.bin\` 文件可能运行代码，因此不读取：请用 \`transformers\` 的 \`save_pretrained\` 保存模型`,
    index: (p) =>
      `${p.path} 的 \`weight_map\` 应为每个张量给出本文件夹中的文件名。得到的是：${p.given}`,
    modelType: (p) => `${p.path} 的 \`model_type\` 可选：${p.known}。得到的是：${p.given}`,
    field: (p) =>
      `${p.path} 应描述库能运行的 \`${p.type}\`。字段 \`${p.field}\` 不符合要求：${p.given}。请换一个没有它的检查点`,
    noTensor: (p) =>
      `${p.path} 中应有张量 \`${p.name}\`，但没有。请复制整个文件夹，并使用与之配套的配置`,
    shape: (p) =>
      `${p.path} 中张量 \`${p.name}\` 的形状按配置应为 ${p.expected}。得到的是：${p.given}。请使用与之配套的配置`,
    notFloat: (p) =>
      `${p.path} 中张量 \`${p.name}\` 的类型可选：${p.known}。得到的是：${p.given}。请换一个未量化的检查点`,
    context: (p) =>
      `\`context\` 应是 1 到检查点的上下文长度 ${p.most} 的整数。得到的是：${p.given}`,
    notBuilt: (p) => `无法构建 ${p.path} 的模型。${p.reason}`,
    reasons: {
      noFile: () => '它不是文件',
      long: (p) => `它太长：${p.size} 字节`,
      short: (p) => `它只有 ${p.bytes} 字节，至少需要 ${p.least} 字节`,
      headerLength: (p) => `文件头声称有 ${p.length} 字节，最多只能有 ${p.most} 字节`,
      notJson: () => '文件头不是 JSON 对象',
      entry: (p) => `文件头中 ${p.name} 的条目不是张量：${p.given}`,
      dtype: (p) => `${p.name} 的类型未知：${p.given}`,
      bytes: (p) =>
        `张量 ${p.name}（${p.dtype} ${p.shape}）需要 ${p.needed} 字节，文件头给出的是 ${p.given} 字节`,
      offsets: (p) =>
        `张量 ${p.name} 据称位于第 ${p.begin} 到 ${p.end} 字节，文件共 ${p.fileSize} 字节。它应从第 ${p.at} 字节开始：张量之间没有空隙`,
      rest: (p) => `张量在第 ${p.at} 字节结束，而文件有 ${p.fileSize} 字节`,
      cutOff: (p) => `它在第 ${p.end} 字节之前就结束了`,
    },
  },
  sizes: {
    optimizer: (p) => `\`optimizer\` 可选：${p.known}。得到的是：${p.given}`,
    form: (p) => `\`form\` 应为 \`offset\` 或 \`power\`。得到的是：${p.given}`,
    run: (p) => `每次运行应有大于 0 且有限的 \`size\` 和 \`loss\`。得到的是：${p.given}`,
    runs: (p) =>
      `至少应有 ${p.least} 种不同规模的运行。得到的是：${p.given}。请增加运行：更少的运行无法确定规律`,
    noLaw: () =>
      "损失应随规模按可以辨认的规律下降，但并非如此。请拉大规模的差距，延长每次训练，或改用 `form: 'power'`",
    size: (p) => `\`size\` 应是大于 0 的数。得到的是：${p.given}`,
    level: (p) => `\`level\` 应是 (0, 1) 内的数。得到的是：${p.given}`,
  },
  retrieval: {
    documents: (p) =>
      `每篇文档应是词的列表。得到的是：${p.given}。文本可用 \`segmentWords(text)\` 变成列表`,
    k1: (p) => `\`k1\` 应是不小于 0 的数。得到的是：${p.given}`,
    b: (p) => `\`b\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
    vectors: (p) =>
      `向量的形状应为 ${p.expected}。得到的形状是：${p.given}。查询和文档应来自同一个模型`,
    notFinite: (p) =>
      `向量中应全是有限的数。第 ${p.row} 行中有：${p.given}。请检查训练时损失是否有限`,
    constant: (p) => `\`constant\` 应是不小于 0 的数。得到的是：${p.given}`,
    queries: (p) =>
      `每个查询应有命中结果和相关文档，且至少有一个查询。得到的是 ${p.found} 个查询的命中结果和 ${p.relevant} 个查询的相关文档`,
    noRelevant: (p) => `查询 ${p.query} 应至少有一篇相关文档，但没有。请去掉无法回答的查询`,
  },
  alignment: {
    sequences: (p) =>
      `词元应为 [B, T] 的 int32 张量，至少两列，\`counts\` 应与其形状相同。得到的词元是 ${p.tokens}，\`counts\` 是 ${p.counts}`,
    beta: (p) => `\`beta\` 应是大于 0 的数。得到的是：${p.given}`,
    pairs: (p) =>
      `应为模型和参考模型各自给出的优选与落选回答的对数概率，形状都是 [B]。得到的形状是：${p.given}`,
    alpha: (p) => `\`alpha\` 应是大于 0 的数。得到的是：${p.given}`,
    targets: (p) =>
      `\`targets\` 应取自模型中全连接层的名称，且至少有一个：${p.known}。得到的是：${p.given}`,
    loraTwice: (p) =>
      `模型不应已有 \`addLora\` 的改动。\`${p.model}\` 已有：请先调用 \`mergeLora\` 或 \`removeLora\``,
    noLora: (p) => `模型应有 \`addLora\` 的改动，但 \`${p.model}\` 没有`,
    noSpecial: (p) =>
      `${p.where} 的分词器应以 \`[PAD]\` 为 0 号词元，并有 \`[ANSWER]\` 和 \`[END]\`。请用 \`specialTokens: assistantTokens\` 制作`,
    answered: (p) =>
      `${p.where} 应得到至少一个带回答的提示，各为两段文本 \`{ prompt, answer }\`。得到的是：${p.given}`,
    tooLong: (p) =>
      `${p.where} 的每行连同特殊词元最多 ${p.length} 个词元。第 ${p.at} 行有 ${p.given} 个。请增大 \`length\`，并使用 \`context\` 与之相应的模型`,
    context: (p) =>
      `${p.where} 的每行最多 ${p.context} 个词元，即模型的上下文长度加一。得到的是：${p.given}`,
    token: (p) => `${p.where} 的词元应在模型的 [0, ${p.size}) 内。得到的是：${p.given}`,
    noAnswer: (p) =>
      `${p.where} 的 \`counts\` 应只有 0 和 1，且每行在第一个词元之后至少有一个 1。第 ${p.row} 行是：${p.given}`,
    preferences: (p) =>
      `${p.where} 应得到至少一对回答，各为三段文本 \`{ prompt, chosen, rejected }\`。得到的是：${p.given}`,
    kl: (p) => `策略和参考模型应给出相同词元的对数概率。得到的形状是：${p.given}`,
    estimator: (p) => `\`estimator\` 应为 \`k1\`、\`k2\` 或 \`k3\`。得到的是：${p.given}`,
    drawn: (p) =>
      `词元的对数概率和 \`counts\` 应为 [B, T]，\`advantages\` 应为 [B]。得到的形状是：${p.given}`,
    clip: (p) => `\`clip\` 应是 (0, 1) 内的数。得到的是：${p.given}`,
    penalty: (p) =>
      `\`grpo\` 的 \`beta\` 应是不小于 0 的数。得到的是：${p.given}。取 0 则模型不受约束`,
    reward: (p) => `\`reward\` 应给出有限的数。对回答 ${p.answer} 得到的是：${p.given}`,
    noReward: (p) => `\`reward\` 应是以任务和回答为参数的函数。得到的是：${p.given}`,
    algorithm: (p) => `\`algorithm\` 应为 \`grpo\` 或 \`reinforce\`。得到的是：${p.given}`,
    groupSize: (p) =>
      `\`groupSize\` 应是不小于 2 的整数。得到的是：${p.given}。一个回答要与同一提示的其他回答比较`,
    updates: (p) =>
      `\`reinforce\` 的 \`updates\` 应为 1。得到的是：${p.given}。其梯度只对当前模型给出的回答成立：请改用 \`grpo\``,
    noRoom: (p) =>
      `${p.where} 的提示与 \`maxTokens\` 合计最多 ${p.context} 个词元，即模型的上下文长度加一。第 ${p.at} 个提示合计为 ${p.given}`,
    group: (p) => `每个提示应至少有两个回答的奖励，且都有限。得到的是：${p.given}`,
  },
};
