/** `npm run grade`: needs npm packages and the build, no Python. */
import { command } from './command.mjs';

await command(async () => {
  const { setUpBase } = await import('./setup.mjs');
  const { inRoot } = await import('./root.mjs');
  const { hand } = await import('./run.mjs');
  await setUpBase();
  const cli = inRoot('dist', 'autograder', 'cli.js');
  return hand(process.execPath, [cli, 'grade', ...process.argv.slice(2)]);
});
