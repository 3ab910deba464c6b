/** Names of tests that every lesson has. */
import type { Text } from '../../src/messages/text.js';

export const workedExample: Text = { en: 'the worked example', zh: '题目中的例子' };
export const randomInput: Text = { en: 'random input', zh: '随机输入' };
export const squareAndOthers: Text = { en: 'square matrices and others', zh: '方阵与非方阵' };
export const oneExample: Text = { en: 'a batch of one', zh: '只有一个样本的批次' };
export const sameShape: Text = { en: 'other numbers of the same shape', zh: '形状相同的另一些数' };
