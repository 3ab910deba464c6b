/** `npm run gradus -- …`: the `gradus` command, `setup` and `doctor` among its words. */
import { command } from './command.mjs';

const [word, ...rest] = process.argv.slice(2);

await command(async () => {
  if (word === 'doctor') {
    // Before the build: it must also work where that is what fails.
    const { doctor } = await import('./doctor.mjs');
    return doctor();
  }
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  await setUpBase();
  if (word === 'setup') {
    const all = [await setUpNative({ retry: true }), await setUpJupyter({ retry: true })];
    return all.every(Boolean) ? 0 : 1;
  }
  const { inRoot } = await import('./root.mjs');
  const { hand } = await import('./run.mjs');
  const cli = inRoot('dist', 'autograder', 'cli.js');
  return hand(process.execPath, word === undefined ? [cli] : [cli, word, ...rest]);
});
