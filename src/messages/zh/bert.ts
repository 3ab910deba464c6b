import type { Params } from '../params.js';

export const bert = {
  noSpecial: (p: Params) =>
    `${p.where} 需要一个含有特殊词元 ${p.expected} 的分词器，且 \`[PAD]\` 的编号为 0。缺少：${p.given}。请在创建分词器时用 \`specialTokens\` 给出`,
  texts: (p: Params) =>
    `${p.where} 需要文本，或写成 \`[first, second]\` 的文本对，至少一个。得到的是：${p.given}`,
  tooLong: (p: Params) =>
    `${p.where} 最多接受 ${p.length} 个词元（含特殊词元）。得到的是：${p.given} 个，编号 ${p.at}。请增大 \`length\`，或用 \`truncate: true\` 截去较长文本的末尾`,
  passageTooLong: (p: Params) =>
    `${p.where} 的问题与段落合起来最多 ${p.length} 个词元（含特殊词元）。得到的是：${p.given} 个，编号 ${p.at}。请去掉它、截短段落，或增大 \`length\``,
  rate: (p: Params) => `\`${p.option}\` 应是 ${p.range} 中的数。得到的是：${p.given}`,
  inputs: (p: Params) =>
    `${p.where} 的 \`tokens\` 和 \`segments\` 应是 [N, T]，int32${p.length}。得到的是：${p.given}。可由 \`bertInputs\` 得到`,
  labels: (p: Params) => `${p.where} 的 \`labels\` 应是 ${p.expected}，int32。得到的是：${p.given}`,
  label: (p: Params) => `${p.where} 的标签应是 [0, ${p.count}) 中的整数。得到的是：${p.given}`,
  notBert: (p: Params) =>
    `${p.what} 应由 \`bertMaskedLm\`、\`bertClassifier\` 或 \`bertQuestionAnswering\` 创建，或由它们保存后载入。得到的层是：${p.layers}`,
  otherEncoder: (p: Params) =>
    `两个编码器的形状应相同。它们的权重 \`${p.name}\` 分别是 ${p.from} 和 ${p.to}：请用相同的 \`vocabSize\`、\`context\`、\`layers\` 和 \`width\` 创建两个模型`,
  questions: (p: Params) =>
    `${p.where} 需要带有 \`question\` 和 \`passage\` 的问题，至少一个。得到的是：${p.given}`,
  answer: (p: Params) =>
    `\`answer\` 应是段落中从其 \`start\` 开始的完整单词。得到的是：${p.given}，位置 ${p.start}，编号 ${p.at}。段落在那里是：${p.found}`,
  scores: (p: Params) => `首词元与末词元的得分个数应相同。得到的是：${p.given}`,
  range: (p: Params) =>
    `\`from\` 和 \`to\` 应满足 \`0 <= from < to <= ${p.length}\`。得到的是：${p.given}`,
  sameCount: (p: Params) =>
    `找到的答案数应与正确答案列表数相同，至少一个。得到的是：${p.given} 和 ${p.expected}`,
  noAnswers: (p: Params) => `每个问题至少要有一个正确答案。编号 ${p.at} 没有`,
  vectors: (p: Params) => `向量应是同样大小的 [N, D] 和 [M, D]。得到的形状是：${p.given}`,
};
