/** `gradus setup`: everything that can be had here; what failed before is tried again. */
import { command } from './command.mjs';

await command(async () => {
  const { isClone } = await import('./root.mjs');
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  if (isClone) await setUpBase();
  const native = await setUpNative({ retry: true });
  const jupyter = !isClone || (await setUpJupyter({ retry: true }));
  return native && jupyter ? 0 : 1;
});
