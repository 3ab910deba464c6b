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
};
