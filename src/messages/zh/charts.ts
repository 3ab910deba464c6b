import type { charts as enCharts } from '../en/charts.js';

/** What stands in and beside the charts of a class report. */
export const charts: typeof enCharts = {
  heading: '概览',
  shares: '学生得分率分布',
  share: '得分率（%）',
  students: '学生人数',
  sharesAlt: (p) => `柱状图：${p.students} 名学生的得分率分布。${p.parts}`,
  band: (p) => `${p.name} %：${p.value} 人。`,
  statistics: (p) => `平均 ${p.mean} %，中位数 ${p.median} %，标准差 ${p.deviation} %`,
  failures: ({ n }) => `不含评分程序自身出错的 ${n} 份提交。`,
  kinds: '各练习各类测试的通过率（%）',
  kindsAlt: (p) => `热力图：各练习各类测试通过的百分比。${p.parts}`,
  visibility: '可见测试与隐藏测试的通过率（%）',
  visibilityAlt: (p) => `柱状图：各练习的可见测试与隐藏测试通过的百分比。${p.parts}`,
  rate: (p) => `${p.name}：${p.value} %。`,
  visible: '可见',
  passed: '通过 %',
};
