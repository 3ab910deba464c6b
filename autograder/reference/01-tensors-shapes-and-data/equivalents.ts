/** Mutants of lesson 01's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const cell = "const cell = cells[header.indexOf(name)] ?? '';";
const short =
  'A cell is missing only where the line has too few: that is an error, and the row is left out.';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'parseCsv',
    operator: 'string-literal',
    before: "const [first = '', ...lines] = text.split('\\n');",
    after: 'const [first = "Stryker was here!", ...lines] = text.split(\'\\n\');',
    reason: 'A text that is split has one piece at least.',
  },
  {
    exercise: 'parseCsv',
    operator: 'dropped-term',
    before: cell,
    after: 'const cell = (cells[header.indexOf(name)]);',
    reason: short,
  },
  {
    exercise: 'parseCsv',
    operator: 'string-literal',
    before: cell,
    after: cell.replace("''", '"Stryker was here!"'),
    reason: short,
  },
  {
    exercise: 'groupedSplit',
    operator: 'missing-copy',
    before: 'const names = createRng(seed).shuffle([...new Set(groups)]);',
    after: 'const names = createRng(seed).shuffle((new Set(groups)));',
    reason: '`shuffle` spreads what it is given, so it takes a set as well as a list.',
  },
];
