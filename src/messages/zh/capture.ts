import type { capture as source } from '../en/capture.js';

/** What captured steps say. */
export const capture: typeof source = {
  eager: (p) => `${p.name} 以逐个操作的方式运行，因为它${p.reason}。`,
  givenUp: (p) => `${p.name} 从现在起以逐个操作的方式运行：已放弃回放，因为它${p.reason}。`,
  trainingStep: (p) => `${p.model} 的训练步骤`,
  evaluationStep: (p) => `${p.model} 的评估步骤`,
  generation: (p) => `${p.model} 的一步生成`,
  prediction: (p) => `${p.model} 的预测`,
  userCode: (p) =>
    `${p.name} 的训练步骤以逐个操作的方式运行，因为 \`${p.part}\` 是你自己的代码。如果它只计算张量，可在 \`compile\` 中加上 \`capture: true\` 来加速：它会被录制一次然后回放，并不时与逐个操作的结果比较。`,
  reasons: {
    'host-read': (p) =>
      `在运行中读取张量的值（\`dataSync\`、\`arraySync\`、\`data\`；该张量由 ${p.op} 产生）`,
    'host-read-in-layer': (p) =>
      `在层 \`${p.layer}\` 中读取张量的值（\`dataSync\`、\`arraySync\`、\`data\`；该张量由 ${p.op} 产生）`,
    'changing-value': (p) =>
      `每次都在 JavaScript 中生成不同的张量（传入 ${p.op}），例如随机数或 dropout 掩码`,
    'changing-shape': (p) => `产生形状取决于数值的张量（${p.op}）`,
    'other-ops': (p) => `每次执行的操作不同（首个不同之处：${p.op}）`,
    'random-op': (p) => `在 TensorFlow 中抽取随机数（${p.op}）`,
    effect: (p) => `除计算外还有其他作用（${p.op}）`,
    type: (p) => `使用了无法录制的张量类型（${p.op}）`,
    'new-variable': (p) => `每次都创建变量（${p.name}）`,
    disposes: (p) => `释放了一个变量（${p.name}）`,
    keeps: (p) => `在结束后仍保留张量（来自 ${p.op}）`,
    prints: (p) => `会打印输出（${p.what}）`,
    clock: (p) => `会读取时钟（${p.what}）`,
    random: (p) => `在 JavaScript 中抽取随机数（${p.what}）`,
    changes: (p) => `会改变 \`${p.what}\`，而它不是该步骤自己的张量`,
    'updates-other': () => '就地更新了不在更新操作输入中的变量',
    unstable: () => '反复使用不同的张量或冻结不同的变量',
    differs: (p) => `的结果与逐个操作运行的结果不同（第 ${p.step} 步）`,
    failed: (p) => `在 TensorFlow 中失败：${p.error}`,
  },
};
