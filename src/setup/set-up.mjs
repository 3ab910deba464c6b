/** `gradus setup`: everything that can be had here; what failed before is tried again. */
import { command } from './command.mjs';

await command(async () => {
  const { isBundle, isClone } = await import('./root.mjs');
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  const isWhole = isClone || isBundle;
  if (isWhole) await setUpBase();
  const native = await setUpNative({ retry: true });
  const jupyter = !isWhole || (await setUpJupyter({ retry: true }));
  return native && jupyter ? 0 : 1;
});
