/** `npm test`: sets up what it can, then runs the tests; what cannot be had is skipped and listed. */
import { command, sayAtOnce } from './command.mjs';

await command(async () => {
  const words = process.argv.slice(2);
  const { inRoot, root } = await import('./root.mjs');
  const { answerAtOnce } = await import('./words.mjs');
  const answer = answerAtOnce('npm test', words, 'npm test --');
  if (answer !== undefined) return sayAtOnce(answer);
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  const { hand } = await import('./run.mjs');
  await setUpBase();
  await setUpNative();
  await setUpJupyter();
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const config = inRoot('test', 'vitest.config.ts');
  // What follows `--` is vitest's own.
  const passed = words.filter((word, i) => word !== '--' || words.indexOf('--') !== i);
  return hand(process.execPath, [vitest, 'run', '--config', config, ...passed], { cwd: root });
});
