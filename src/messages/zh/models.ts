import type { models as source } from '../en/models.js';

/** What models of the library say about their options, and about the folders they are kept in. */
export const models: typeof source = {
  expected: {
    size: () => '不小于 1 的整数',
    list: () => '由不小于 1 的整数组成的列表',
    imageShape: (p) =>
      Number(p.least) > 1
        ? `[H, W, channels]，其中 H 和 W 不小于 ${p.least}`
        : '三个不小于 1 的整数 [H, W, channels]',
    rate: () => '[0, 1) 内的数',
    flag: () => 'true 或 false',
    seed: () => '整数',
    multiple: (p) => `\`${p.of}\`（${p.value}）的倍数`,
  },
  option: (p) => `\`${p.option}\` 应为${p.expected}。得到的是：${p.given}。`,
  missing: (p) => `请把它传给 \`${p.model}\`：它没有默认值。`,
  wrong: (p) => `请在 \`${p.model}\` 的选项中修改它。`,
  noOptions: (p) => `\`${p.model}\` 的选项应是一个对象。得到的是：${p.given}。`,
};
