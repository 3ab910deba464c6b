/** All attacks, in the order of the table. */
import { attacks as denial } from './denial.mjs';
import { attacks as driver } from './driver.mjs';
import { attacks as files } from './files.mjs';
import { attacks as grader } from './grader.mjs';
import { attacks as judge } from './judge.mjs';
import { attacks as secrets } from './secrets.mjs';
import { attacks as table } from './table.mjs';

export const attacks = [
  ...judge,
  ...secrets,
  ...denial,
  ...files,
  ...driver,
  ...grader,
  ...table,
].sort((a, b) => a.n - b.n);
