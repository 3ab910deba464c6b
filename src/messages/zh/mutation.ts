import type { mutation as enMutation } from '../en/mutation.js';
import type { Params } from '../params.js';

/** A mutant's place and what it changes. */
const change = (p: Params): string => `${p.before} → ${p.after}（${p.operator}）`;

/** What `gradus mutate` says. */
export const mutation: typeof enMutation = {
  score: (p) =>
    `${p.lesson} ${p.exercise}：${p.mutants} 个变异解中 ${p.rejected} 个被拒，${p.equivalent} 个等价（${p.share} %，${p.seconds} 秒）`,
  allRejected: '除记为等价的以外，所有变异解都被测试拒绝。',
  said: {
    survived: (p: Params) =>
      `${p.file}:${p.line}：${change(p)}：${p.rejectedIn === 0 ? '没有测试拒绝它' : `并非每次抽取的输入都能拒绝它：${p.draws} 次抽取中有 ${p.rejectedIn} 次`}。请添加题目要求所允许的测试，或写明理由后记入 equivalents.ts。`,
    broken: (p: Params) =>
      `${p.file}:${p.line}：${change(p)}：测试 ${p.test} 在处理它的答案时自身出错。请修正该测试，让它说明答案错在哪里。`,
    rejected: (p: Params) =>
      `${p.file}:${p.line}：${change(p)}：已记为等价，但有测试拒绝它。请从 equivalents.ts 中删去。`,
    stale: (p: Params) =>
      `${p.file}：${change(p)}：已记为等价，但 ${p.exercise} 没有这样的变异解。请从 equivalents.ts 中删去或更新。`,
    tooMany: (p: Params) =>
      `${p.exercise}：记为等价的变异解超过十分之一（最多 ${p.most} 个）。请修改测试，使其拒绝其中一些。`,
  },
  operators: {
    'off-by-one': '差一错误',
    'wrong-axis': '轴错误',
    'missing-transpose': '缺少转置',
    'missing-keep-dims': '缺少 keepDims',
    'dropped-term': '漏掉一项',
    'wrong-sign': '符号错误',
    'wrong-operation': '运算错误',
    'mean-for-sum': '求和与求平均混淆',
    'missing-epsilon': '缺少小常数 ε',
    'swapped-arguments': '参数次序颠倒',
    'constant-return': '返回常数',
    'ignored-argument': '忽略参数',
    'in-place-change': '就地修改参数',
    'missing-copy': '缺少复制',
    'dropped-statement': '漏掉一条语句',
    'dropped-call': '漏掉一次调用',
    'wrong-condition': '条件错误',
    'arithmetic-operator': '算术运算符',
    'array-declaration': '列表',
    'arrow-function': '箭头函数',
    'assignment-operator': '赋值运算符',
    'block-statement': '空代码块',
    'boolean-literal': '布尔字面量',
    'conditional-expression': '条件表达式',
    'equality-operator': '比较运算符',
    'logical-operator': '逻辑运算符',
    'method-expression': '方法',
    'object-literal': '空对象',
    'optional-chaining': '可选链',
    regex: '正则表达式',
    'string-literal': '文本',
    'unary-operator': '一元运算符',
    'update-operator': '自增自减运算符',
  },
};
