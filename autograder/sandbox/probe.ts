import { textOf } from '../../src/messages/index.js';
import type { Backend, BackendProbe } from './backend.js';
import { defaultLimits } from './limits.js';
import type { Runtime } from './runtime.js';
import { startSandbox } from './sandbox.js';

/** Starts one sandbox and asks it for an answer; what cannot do that does not stand. */
export async function standsUp(backend: Backend, runtime: Runtime): Promise<BackendProbe> {
  const { name } = backend;
  const sandbox = startSandbox({ backend, runtime, limits: defaultLimits });
  try {
    const loaded = await sandbox.load('(async () => ({ probe: () => 1 }))', {}, 10_000);
    if ('types' in loaded) return { name, backend };
    const said = (await sandbox.takeOutput()).trim().split('\n').at(-1) ?? '';
    const code = 'kind' in loaded ? loaded.issue.code : loaded.error.message;
    return { name, reason: said === '' ? textOf(({ cli }) => cli.probes.silent({ code })) : said };
  } finally {
    await sandbox.close();
  }
}

/** The same with the filter of system calls; without, where the kernel loads none. */
export async function standsUpFiltered(
  start: (launcher: readonly string[]) => Backend,
  launcher: string | undefined,
  runtime: Runtime,
): Promise<BackendProbe> {
  if (launcher !== undefined) {
    const filtered = await standsUp(start([launcher]), runtime);
    if (filtered.backend !== undefined) return filtered;
  }
  return standsUp(start([]), runtime);
}
