/**
 * The filter of system calls behind the walls: a classic BPF program for seccomp, made here.
 *
 * Namespaces hide what is outside; the filter closes parts of the kernel that student code never
 * needs, so that a hole in one of them cannot be reached by native code either.
 */
import { judgedCalls, refusedCalls, type SyscallNumbers, unknownCalls } from './syscalls.js';

/** A machine whose system calls the filter knows. */
export type FilteredArch = 'x64' | 'arm64';

/** `AUDIT_ARCH_…` of linux/audit.h: what the kernel says a call was made as. */
const auditArch = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;

/** Offsets in `struct seccomp_data`; the low half of an argument comes first on both machines. */
const data = { nr: 0, arch: 4, argument: (index: number) => 16 + 8 * index } as const;

/** Operations of classic BPF (linux/bpf_common.h). */
const op = { load: 0x20, ret: 0x06, equal: 0x15, atLeast: 0x35, anyBit: 0x45 } as const;

/** What the kernel does with a call (linux/seccomp.h). */
const action = {
  allow: 0x7fff0000,
  refuse: 0x00050000 | 1, // EPERM
  unknown: 0x00050000 | 38, // ENOSYS
  kill: 0x80000000,
} as const;
type Action = keyof typeof action;

/** One step: a load, a jump to an action or a label when the test holds, or a label itself. */
type Instruction =
  | { load: number }
  | { test: number; value: number; yes: string; no?: string }
  | { label: string };

/** x32 calls have this bit set in their number and are checked as x86-64 otherwise. */
const x32Bit = 0x40000000;
const localFamily = 1; // AF_UNIX
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const newNamespaces = 0x7e020000;
/** TIOCSTI and TIOCLINUX type into a terminal. */
const terminalInput = [0x5412, 0x541c];

/** Locks and leases of files, which another sandbox sees on a file that both may read (linux/fcntl.h). */
const fileLocks = [5, 6, 7, 36, 37, 38, 1024, 1025, 1026];

/**
 * The filter's program, ready for `bwrap --seccomp`.
 *
 * @param options `sockets: false` refuses local ones too, but for pairs
 */
export function seccompFilter(arch: FilteredArch, { sockets = true } = {}): Buffer {
  const number = ([x64, arm64]: SyscallNumbers): number | undefined =>
    arch === 'x64' ? x64 : arm64;
  const each = (calls: Record<string, SyscallNumbers>, yes: Action): Instruction[] =>
    Object.values(calls)
      .map(number)
      .filter((value) => value !== undefined)
      .map((value) => ({ test: op.equal, value, yes }));
  const on = (call: SyscallNumbers, yes: string): Instruction => ({
    test: op.equal,
    value: number(call) ?? 0,
    yes,
  });
  return assemble([
    { load: data.arch },
    { test: op.equal, value: auditArch[arch], yes: 'known', no: 'kill' },
    { label: 'known' },
    { load: data.nr },
    ...(arch === 'x64' ? [{ test: op.atLeast, value: x32Bit, yes: 'unknown' }] : []),
    on(judgedCalls.socket, sockets ? 'socket' : 'refuse'),
    on(judgedCalls.socketpair, 'socket'),
    on(judgedCalls.clone, 'clone'),
    on(judgedCalls.ioctl, 'ioctl'),
    on(judgedCalls.fcntl, 'fcntl'),
    ...each(unknownCalls, 'unknown'),
    ...each(refusedCalls, 'refuse'),
    always('allow'),
    { label: 'socket' },
    { load: data.argument(0) },
    { test: op.equal, value: localFamily, yes: 'allow', no: 'refuse' },
    { label: 'clone' },
    { load: data.argument(0) },
    { test: op.anyBit, value: newNamespaces, yes: 'refuse', no: 'allow' },
    { label: 'ioctl' },
    { load: data.argument(1) },
    ...terminalInput.map((value) => ({ test: op.equal, value, yes: 'refuse' })),
    always('allow'),
    { label: 'fcntl' },
    { load: data.argument(1) },
    ...fileLocks.map((value) => ({ test: op.equal, value, yes: 'refuse' })),
    always('allow'),
  ]);
}

/** A test that goes the same way whatever is loaded. */
function always(way: Action): Instruction {
  return { test: op.atLeast, value: 0, yes: way, no: way };
}

/** Puts the actions behind the steps and turns names into the distances that jumps need. */
function assemble(steps: readonly Instruction[]): Buffer {
  const places = new Map<string, number>();
  let length = 0;
  for (const step of steps) {
    if ('label' in step) places.set(step.label, length);
    else length++;
  }
  const actions = Object.keys(action) as Action[];
  for (const [i, name] of actions.entries()) places.set(name, length + i);

  const program: Buffer[] = [];
  const distance = (to: string | undefined): number => {
    if (to === undefined) return 0;
    const steps = (places.get(to) ?? Number.NaN) - program.length - 1;
    if (!(steps >= 0 && steps <= 255)) {
      throw new RangeError(`Expected a jump to "${to}" over 0 … 255 steps. Received: ${steps}.`);
    }
    return steps;
  };
  for (const step of steps) {
    if ('label' in step) continue;
    program.push(
      'load' in step
        ? instruction(op.load, 0, 0, step.load)
        : instruction(step.test, distance(step.yes), distance(step.no), step.value),
    );
  }
  for (const name of actions) program.push(instruction(op.ret, 0, 0, action[name]));
  return Buffer.concat(program);
}

/** `struct sock_filter`, little-endian as both machines are. */
function instruction(code: number, yes: number, no: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
