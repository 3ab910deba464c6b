/** Which walls can be had on this machine. */
import { textOf } from '../../src/messages/index.js';
import { wordsIn } from '../../src/messages/text.js';
import type { SandboxChoice } from '../results/types.js';
import type { Backend, BackendProbe } from './backend.js';
import { bubblewrap } from './backends/bubblewrap.js';
import { docker, podman } from './backends/container.js';
import { none } from './backends/none.js';
import { plainUid } from './backends/plain-uid.js';
import { unshare } from './backends/unshare.js';
import { limitsMechanism } from './meter.js';
import { nobody, type Runtime } from './runtime.js';
import { findTool } from './tools.js';

/** No sandbox can be made here, and the user did not say `--unsafe-no-sandbox`. */
export class NoSandboxError extends Error {
  readonly code = 'no-sandbox';
  constructor(readonly probes: readonly BackendProbe[]) {
    super(
      `Student code cannot be isolated on this machine. ${probes.map((p) => `${p.name}: ${wordsIn(p.reason ?? '', 'en')}`).join('; ')}. ` +
        'Install bubblewrap, or allow unprivileged user namespaces ' +
        '(Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0), or install podman, ' +
        'or run with --unsafe-no-sandbox if you trust every submission.',
    );
  }
}

/** The weakest comes last; reports carry its warning. */
const order = [bubblewrap, unshare, podman, docker, plainUid];

/**
 * Tries a sandbox of each kind, best first, and gives the first that stands.
 *
 * @param become the start of a command line that gives up root
 * @throws NoSandboxError when none stands
 */
export async function chooseBackend(
  choice: SandboxChoice,
  runtime: Runtime,
  become: readonly string[] | undefined = becomeUnprivileged(),
): Promise<Backend> {
  if (choice === 'none') return withLimits(none());
  const probes: BackendProbe[] = [];
  for (const probe of order) {
    const found = await probe(runtime, choice, become);
    if (found === undefined) continue;
    if (found.backend !== undefined) return withLimits(found.backend);
    probes.push(found);
  }
  throw new NoSandboxError(probes);
}

/** A report says, beside the walls, what holds the limits. */
function withLimits(backend: Backend): Backend {
  const limits = limitsMechanism(backend);
  const mechanism = textOf(({ report, language }) =>
    report.walls.together({
      walls: wordsIn(backend.mechanism, language),
      limits: limits[language],
    }),
  );
  return { ...backend, mechanism };
}

/** The start of a command line that gives up root first; empty for an ordinary user. */
function becomeUnprivileged(): string[] | undefined {
  if (process.getuid?.() !== 0) return [];
  const setpriv = findTool('setpriv');
  if (setpriv === undefined) return undefined;
  return [setpriv, `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'];
}
