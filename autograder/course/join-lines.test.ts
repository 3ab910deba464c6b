import { expect, test } from 'vitest';
import { joinLines } from './join-lines.js';

test.each([
  ['sentences', '先看数据。\n再建模型。', '先看数据。再建模型。'],
  ['a sentence that goes on', '得分可以是\n任何数', '得分可以是任何数'],
  ['before code', '是 `dx`。\n`dw` 改为转置。', '是 `dx`。`dw` 改为转置。'],
  ['before emphasis', '选过。\n**预测**：多少？', '选过。**预测**：多少？'],
  ['in a list', '- 先看。\n  再做。\n- 然后。', '- 先看。再做。\n- 然后。'],
  ['after a bracket', '（见下）\n然后', '（见下）然后'],
])('%s', (_, source, joined) => {
  expect(joinLines(source)).toBe(joined);
});

test.each([
  ['a word in Latin letters wants its space', '使用\nTensorFlow\n计算'],
  ['English stays', 'First look.\nThen build.'],
  ['paragraphs stay apart', '先看。\n\n再做。'],
  ['a heading stays a line', '## 准备\n\n运行。'],
  ['code stays', '```ts\n// 先看。\n// 再做。\n```'],
  ['formulas stay', '$$\n甲。\n乙\n$$'],
  ['a quotation keeps its marks', '> 先看。\n> 再做。'],
  ['a forced line end stays', '先看。\\\n再做。'],
  ['a table stays', '| 甲。 | 乙。 |\n|---|---|\n| 丙。 | 丁。 |'],
  ['a folded part stays apart', '<details>\n<summary>提示。</summary>\n\n先看。\n\n</details>'],
])('%s', (_, source) => {
  expect(joinLines(source)).toBe(source);
});
