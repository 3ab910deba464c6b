/** `npm run lint`, second half: exit code 1 when an import goes the wrong way or something is unused. */
import { directions, root, unused } from './check.mjs';

const [{ findings, files, imports }, idle] = await Promise.all([directions(root), unused(root)]);
for (const { text } of findings) console.error(`${text}\n`);
if (idle.output !== '') console.error(`${idle.output}\n`);
console.log(
  `Checked ${imports} imports of ${files} files: ${findings.length === 0 ? 'all go the right way' : `${findings.length} go the wrong way`}; ${idle.code === 0 ? 'nothing is unused' : 'see above what is unused'}.`,
);
process.exitCode = findings.length === 0 && idle.code === 0 ? 0 : 1;
