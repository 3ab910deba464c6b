import type { attention as source } from '../en/attention.js';

/** What layers of attention say about their options and inputs. */
export const attention: typeof source = {
  groups: (p) =>
    `\`keyValueHeads\` 应能整除 \`heads\`（${p.heads}）：每组键和值由同样多的查询头共用。得到的是：${p.given}`,
  positions: (p) => `\`positions\` 应为下列之一：${p.words}。得到的是：${p.given}`,
  kind: (p) => `\`${p.option}\` 应为下列之一：${p.words}。得到的是：${p.given}`,
  oddHeads: (p) =>
    `使用 \`positions: 'rotary'\` 时，每个头的大小应为偶数，因为它成对地旋转各数。得到的是：宽度 ${p.width}，${p.heads} 个头，每个 ${p.size}。请改用别的宽度或头数`,
  oddWidth: (p) => `特征的个数应为偶数，因为它们分成两半使用。得到的是：${p.width}`,
  noMemory: (p) =>
    `${p.layer} 应有两个或三个输入：序列 \`[B, T, D]\`、所关注的内容 \`[B, S, E]\`，以及其中哪些是词元 \`[B, S]\`。得到的只有一个`,
};
