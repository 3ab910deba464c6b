import type { Params } from '../params.js';

/** What has probably been done: by the values, whatever the exercise. */
export const guesses = {
  'times-batch': (p: Params) =>
    `每个数都大了 ${p.size} 倍，而 ${p.size} 正是样本数 B：应对样本取平均，或除以 B。`,
  'divided-batch': (p: Params) =>
    `每个数都小了 ${p.size} 倍，而 ${p.size} 正是样本数 B：多除了一次 B，或不该除以 B。`,
  'times-batch-sign': (p: Params) =>
    `每个数的符号都相反，并且大了 ${p.size} 倍（样本数 B）：请除以 B 并改变符号。`,
  'divided-batch-sign': (p: Params) =>
    `每个数的符号都相反，并且小了 ${p.size} 倍（样本数 B）：请少除一次 B 并改变符号。`,
  times: (p: Params) =>
    `每个数都大了 ${p.size} 倍，而 ${p.size} 是某个轴的大小：也许该取平均，而你取了总和。`,
  divided: (p: Params) =>
    `每个数都小了 ${p.size} 倍，而 ${p.size} 是某个轴的大小：也许该取总和，而你取了平均。`,
  'times-sign': (p: Params) => `每个数的符号都相反，并且大了 ${p.size} 倍（某个轴的大小）。`,
  'divided-sign': (p: Params) => `每个数的符号都相反，并且小了 ${p.size} 倍（某个轴的大小）。`,
  sign: () => '每个数的符号都相反：请检查是否少了或多了一个负号。',
  double: () => '每个数都是应有值的两倍：请检查因子 2。',
  half: () => '每个数都是应有值的一半：请检查因子 2。',
  log2: () => '每个数都差一个因子 ln 2：请使用自然对数 `log`。',
  log10: () => '每个数都差一个因子 ln 10：请使用自然对数 `log`。',
  factor: (p: Params) => `每个数都是期望值的 ${p.factor} 倍。`,
  'all-zero': () => '每个数都是 0：有的部分没有计算，或乘了 0。',
  offset: (p: Params) => `每个数都差同一个量：${p.by}。`,
  'argument-returned': (p: Params) => `结果就是第 ${p.argument} 个参数中的数：它被原样返回了。`,
  transposed: (p: Params) =>
    `结果的形状是转置后的 ${p.got}：请交换乘积的两个因子，或转置其中一个。`,
  'transposed-values': () => '结果是期望值的转置：行和列对调了。',
  reshaped: () => '数是对的，但位置不对：`reshape` 保持顺序，并不交换轴；请用 `transpose`。',
  reversed: () => '数是对的，但顺序相反。',
  permuted: () => '数是对的，但顺序不同。',
  'keep-dims': (p: Params) =>
    `少了一个大小为 1 的轴：是 ${p.got}，应为 ${p.expected}。归约时请用 \`keepDims\`（\`tf.sum(x, axis, true)\`），或用 \`expandDims\` 加上这个轴。`,
  'extra-dims': (p: Params) =>
    `多了一个大小为 1 的轴：是 ${p.got}，应为 ${p.expected}。归约时不要用 \`keepDims\`，或用 \`squeeze\` 去掉这个轴。`,
  'all-axes': (p: Params) => `你对所有轴都做了归约，只剩一个数；应为 ${p.expected}：请指明轴。`,
  'not-reduced': (p: Params) => `有一个轴本应求和或取平均：是 ${p.got}，应为 ${p.expected}。`,
  'axes-order': (p: Params) => `各轴的大小是对的，但次序不同：是 ${p.got}，应为 ${p.expected}。`,
  'shares-axis': (p: Params) => `这些数沿轴 ${p.wrong} 之和为 1；应沿轴 ${p.axis}。`,
  'shares-all': (p: Params) => `所有数的总和为 1；应沿轴 ${p.axis} 之和为 1：求和时请指明轴。`,
  'shares-none': (p: Params) => `比例是对的，但没有除以沿轴 ${p.axis} 的和。`,
  log: () => '这些数是期望值的对数。',
  exp: () => '这些数是期望值的 `exp`。',
  square: () => '这些数是期望值的平方：少了一次开方。',
  root: () => '这些数是期望值的平方根：多了一次开方。',
  reciprocal: () => '这些数是期望值的倒数：除法写反了。',
  absolute: () => '符号丢失了：这些数是期望值的绝对值。',
  positive: () => '负数都变成了 0：有的值不该在 0 处截断。',
  rounded: () => '这些数被取整了：有的值被转换成了整数。',
  truncated: () => '小数部分丢失了：有的值被转换成了整数。',
  'one-minus': () => '这些数是 1 减去期望值。',
  'key-name': (p: Params) => `你用 \`${p.got}\` 返回了它；名字必须正好是 \`${p.key}\`。`,
  'no-return': () => '函数结束时没有返回值：是否缺少 `return`？',
  'function-not-called': () => '返回的是一个函数：请用 `(…)` 调用它。',
  'error-returned': () => '返回的是一个错误对象：请抛出它，或返回答案。',
  'numbers-not-tensor': () =>
    '返回的是普通数值：请返回张量本身，不要用 `dataSync` 或 `arraySync`。',
  'object-not-tensor': () => '返回的是一个对象：请返回其中的张量。',
  'tensor-not-numbers': () =>
    '返回的是张量，而期望的是普通数值：请用 `dataSync()` 或 `await t.data()` 读取。',
  'list-not-number': () => '返回的是列表，而期望的是一个数：请取其中的元素。',
  'list-not-object': () =>
    '返回的是列表，而期望的是对象：请给各部分命名，用 `{ a, b }` 而不是 `[a, b]`。',
  'tensor-not-object': () => '返回的是张量，而期望的是对象：请把各部分分别以名字返回。',
} satisfies Record<string, (p: Params) => string>;
