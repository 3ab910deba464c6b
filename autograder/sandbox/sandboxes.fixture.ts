/** Sandboxes for tests of the walls: functions loaded behind them, or one question asked there. */
import type { Value } from '../judge/value.js';
import type { Backend } from './backend.js';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.js';

/** A container engine has a pipe for each way. */
const pipe = "process.argv[1] === 'two-pipes' ? 4 : 3";

/**
 * @param options is called for each sandbox: backend and runtime are known only once a test runs
 */
export function testSandboxes(options: () => SandboxOptions): {
  /** Loads `name: function` pairs; they see `load`, `fs` and `pipe`, which writes to the judge. */
  load(functions: string, limits?: SandboxOptions['limits']): Promise<Sandbox>;
  /** What the body of an async function gives behind the walls. */
  ask(body: string): Promise<Value>;
  closeAll(): Promise<unknown>;
} {
  const open: Sandbox[] = [];
  const load = async (functions: string, limits = options().limits): Promise<Sandbox> => {
    const sandbox = startSandbox({ ...options(), limits });
    open.push(sandbox);
    const code = `(async (load) => { const fs = load('node:fs'); const pipe = ${pipe}; return ({ ${functions} }); })`;
    const loaded = await sandbox.load(code, {}, 10_000);
    if (!('types' in loaded))
      throw new Error(JSON.stringify(loaded) + (await sandbox.takeOutput()));
    return sandbox;
  };
  return {
    load,
    async ask(body) {
      const sandbox = await load(`ask: async () => { ${body} }`);
      const outcome = await sandbox.call('ask', [], 5000);
      await sandbox.close();
      if (outcome.kind !== 'value') throw new Error(JSON.stringify(outcome));
      return outcome.value;
    },
    closeAll: () => Promise.all(open.map((sandbox) => sandbox.close())),
  };
}

/** The same walls around a grader that was itself given a descriptor by whoever started it. */
export function leaky(backend: Backend): Backend {
  const given = 'exec 9</etc/passwd; exec "$0" "$@"';
  return {
    ...backend,
    command(runtime, limits) {
      const { file, args, ...rest } = backend.command(runtime, limits);
      return { ...rest, file: '/bin/sh', args: ['-c', given, file, ...args] };
    },
  };
}

/** The body of a function that says what is open inside. */
export const listDescriptors = `
  const list = fs.readdirSync('/proc/self/fd').map((name) => {
    try { return fs.readlinkSync('/proc/self/fd/' + name); } catch { return ''; }
  });
  return list.join(' ');`;
