/** `npm run grade`: needs npm packages and the build, no Python. */
import { command, sayAtOnce } from './command.mjs';

await command(async () => {
  const words = process.argv.slice(2);
  const { called, inRoot } = await import('./root.mjs');
  const { answerAtOnce } = await import('./words.mjs');
  const answer = answerAtOnce('grade', words, called);
  if (answer !== undefined) return sayAtOnce(answer);
  const { setUpBase } = await import('./setup.mjs');
  const { hand } = await import('./run.mjs');
  await setUpBase();
  return hand(process.execPath, [inRoot('dist', 'autograder', 'cli.js'), 'grade', ...words]);
});
