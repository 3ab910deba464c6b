type Part = { name: string; value: number };

/** What stands in and beside the charts of a class report. */
export const charts = {
  heading: 'Overview',
  shares: 'Students by their share of the points',
  share: 'share of the points (%)',
  students: 'students',
  sharesAlt: (p: { students: number; parts: string }) =>
    `Bar chart: ${p.students} ${p.students === 1 ? 'student' : 'students'} by their share of the points. ${p.parts}`,
  band: (p: Part) => `${p.name} %: ${p.value}.`,
  statistics: (p: { mean: string; median: string; deviation: string }) =>
    `mean ${p.mean} %, median ${p.median} %, standard deviation ${p.deviation} %`,
  failures: ({ n }: { n: number }) =>
    n === 1
      ? 'Without 1 submission on which the grader itself failed.'
      : `Without ${n} submissions on which the grader itself failed.`,
  kinds: 'Tests passed, by exercise and kind (%)',
  kindsAlt: (p: { parts: string }) =>
    `Heat map: of the tests of each exercise and kind, how many per cent were passed. ${p.parts}`,
  visibility: 'Tests passed, visible and hidden (%)',
  visibilityAlt: (p: { parts: string }) =>
    `Bar chart: of the visible and of the hidden tests of each exercise, how many per cent were passed. ${p.parts}`,
  rate: (p: Part) => `${p.name}: ${p.value} %.`,
  visible: 'visible',
  passed: '% passed',
};
