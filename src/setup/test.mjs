/** `npm test`: sets up what it can, then runs the tests; what cannot be had is skipped and listed. */
import { command } from './command.mjs';

await command(async () => {
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  const { inRoot, root } = await import('./root.mjs');
  const { hand } = await import('./run.mjs');
  await setUpBase();
  await setUpNative();
  await setUpJupyter();
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const config = inRoot('test', 'vitest.config.ts');
  return hand(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)], {
    cwd: root,
  });
});
