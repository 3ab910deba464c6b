import type { figures as source } from '../en/figures.js';
import type { Params } from '../params.js';

export const figures: typeof source = {
  lineChart: (p: Params) => `折线图：${p.title}。${p.parts}`,
  line: (p: Params) => `${p.name} 共 ${p.count} 个点，从 ${p.first} 变到 ${p.last}。`,
  emptyLine: (p: Params) => `${p.name} 还没有数据点。`,
  notFinite: (p: Params) => `有 ${p.count} 个值不是有限数（NaN 或 Infinity），已略去。`,
  barChart: (p: Params) => `柱状图：${p.title}。${p.parts}`,
  confusionMatrix: (p: Params) =>
    `混淆矩阵：${p.title}。${p.total} 个样本中有 ${p.right} 个在对角线上，即预测正确。`,
  worstMistake: (p: Params) =>
    `最常见的错误是把 ${p.actual} 认成 ${p.predicted}（${p.count} 次）。`,
  predicted: () => '预测',
  actual: () => '实际',
  imageGrid: (p: Params) => `${p.count} 张图片：${p.title}。`,
  captions: (p: Params) => `图注：${p.list}。`,
  picture: (p: Params) => `图片：${p.title}。宽 ${p.width}、高 ${p.height} 像素，${p.kind}。`,
  grey: () => '灰度',
  colour: () => '彩色',
  scatter: (p: Params) => `散点图：${p.title}。${p.parts}`,
  group: (p: Params) =>
    `${p.name}：${p.count} 个点，x 从 ${p.xLow} 到 ${p.xHigh}，y 从 ${p.yLow} 到 ${p.yHigh}。`,
  emptyGroup: (p: Params) => `${p.name}：没有点。`,
  thinned: (p: Params) => `共 ${p.count} 个点，画出其中 ${p.shown} 个。`,
  moreGroups: (p: Params) => `另有 ${p.count} 组。`,
  embedding: (p: Params) => `嵌入投影：${p.title}。二维平面上的 ${p.count} 个点。${p.parts}`,
  centre: (p: Params) => `${p.name}：${p.count} 个点，中心在 (${p.x}, ${p.y})。`,
  histogram: (p: Params) => `直方图：${p.title}。${p.parts}`,
  histogramSeries: (p: Params) =>
    `${p.name}：${p.count} 个值，从 ${p.low} 到 ${p.high}，均值 ${p.mean}；${p.from} 到 ${p.to} 之间最多（${p.most}）。`,
  count: () => '个数',
  density: () => '密度',
  heatMap: (p: Params) =>
    `热图：${p.title}。${p.rows} 行 ${p.columns} 列，最小 ${p.low}（${p.lowAt}），最大 ${p.high}（${p.highAt}）。`,
  cell: (p: Params) => `行 ${p.row}，列 ${p.column}`,
  attention: (p: Params) =>
    `注意力：${p.title}。${p.queries} 个查询，${p.keys} 个键，${p.heads} 个头。${p.parts}`,
  attentionHead: (p: Params) => `${p.name}：最大的权重 ${p.weight} 从 ${p.query} 到 ${p.key}。`,
  head: (p: Params) => `头 ${p.index}`,
  attends: () => '查询',
  attended: () => '键',
  weight: () => '权重',
  spectrogram: (p: Params) =>
    `声谱图：${p.title}。时长 ${p.seconds} 秒，最高 ${p.hertz} Hz，从 ${p.low} 到 ${p.high} dB。最响处在 ${p.atSeconds} 秒、${p.atHertz} Hz。`,
  time: () => '时间（秒）',
  frequency: () => '频率（Hz）',
  melFrequency: () => '频率（Hz，梅尔刻度）',
  decibels: () => 'dB',
  latentGrid: (p: Params) =>
    `潜空间网格：${p.title}。${p.rows} 行 ${p.columns} 列解码图片，${p.xLabel} 从 ${p.xLow} 到 ${p.xHigh}，${p.yLabel} 从 ${p.yLow} 到 ${p.yHigh}。`,
  rocCurve: (p: Params) =>
    `ROC 曲线：${p.title}。正例 ${p.positives} 个，负例 ${p.negatives} 个。${p.parts}`,
  auc: (p: Params) => `${p.name}：AUC ${p.value}`,
  falsePositives: () => '假正率',
  truePositives: () => '真正率',
  chance: () => '随机',
  precisionRecall: (p: Params) =>
    `精确率–召回率曲线：${p.title}。${p.total} 个样本中有 ${p.positives} 个正例。${p.parts}`,
  averagePrecision: (p: Params) => `${p.name}：AP ${p.value}`,
  recall: () => '召回率',
  precision: () => '精确率',
  calibration: (p: Params) =>
    `校准：${p.title}。${p.count} 个预测，期望校准误差 ${p.ece}。${p.parts}`,
  calibrationBin: (p: Params) =>
    `预测概率在 ${p.predicted} 附近的 ${p.count} 个中，实际发生的占 ${p.observed}。`,
  predictedProbability: () => '预测概率',
  observedShare: () => '实际发生的比例',
  perfect: () => '完全校准',
  observed: () => '实际',
  boxes: (p: Params) =>
    `图片上的框：${p.title}。宽 ${p.width}、高 ${p.height} 像素。检出 ${p.found} 个，真实 ${p.truth} 个。${p.parts}`,
  boxPlot: (p: Params) => `箱线图：${p.title}。${p.parts}`,
  box5: (p: Params) =>
    `${p.name}：${p.count} 个值，从 ${p.low} 到 ${p.high}，中位数 ${p.median}，中间一半在 ${p.q1} 到 ${p.q3} 之间。`,
  surface: (p: Params) =>
    `三维曲面：${p.title}。最低 ${p.low}，在 ${p.lowAt}；最高 ${p.high}，在 ${p.highAt}。`,
  place: (p: Params) => `(${p.x}, ${p.y})`,
  scatter3d: (p: Params) => `三维散点图：${p.title}。${p.parts}`,
  centre3d: (p: Params) => `${p.name}：${p.count} 个点，中心在 (${p.x}, ${p.y}, ${p.z})。`,
  box: (p: Params) => `${p.name}：x ${p.x}，y ${p.y}，宽 ${p.width}，高 ${p.height}。`,
  trueBox: (p: Params) => `真实：${p.name}`,
  landscape: (p: Params) =>
    `损失曲面：${p.title}。最低损失 ${p.low} 在 (${p.x}, ${p.y})，最高 ${p.high}。${p.parts}`,
  path: (p: Params) => `${p.name} 用 ${p.count} 步从 (${p.x0}, ${p.y0}) 走到 (${p.x1}, ${p.y1})。`,
  loss: () => '损失',
  logLoss: () => 'log₁₀ 损失',
  model: (p: Params) => `模型图：${p.title}。${p.layers} 层，${p.parameters} 个参数。${p.parts}`,
  layerFrom: (p: Params) => `${p.name}${p.shape}，接在 ${p.inputs} 之后。`,
  layerFirst: (p: Params) => `${p.name}${p.shape}。`,
  parameters: (p: Params) => `${p.count} 个参数`,
  audio: (p: Params) =>
    `音频：${p.title}。${p.seconds} 秒，采样率 ${p.rate} Hz，${p.channels} 个声道，最大振幅 ${p.peak}。`,
  amplitude: () => '振幅',
  channel: (p: Params) => `声道 ${p.index}`,
};
