import { expect, test } from 'vitest';
import { type FilteredArch, seccompFilter } from './seccomp.js';
import { judgedCalls, refusedCalls, type SyscallNumbers, unknownCalls } from './syscalls.js';

const allow = 0x7fff0000;
const eperm = 0x00050001;
const enosys = 0x00050026;
const kill = 0x80000000;
const audit = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const machines = ['x64', 'arm64'] as const;

/** What the kernel would do, by an interpreter of the few operations that the filter uses. */
function decide(program: Buffer, call: { nr: number; arch: number; args?: bigint[] }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.nr, 0);
  data.writeUInt32LE(call.arch, 4);
  for (const [i, value] of (call.args ?? []).entries()) data.writeBigUInt64LE(value, 16 + 8 * i);
  let loaded = 0;
  for (let at = 0; at < program.length; at += 8) {
    const code = program.readUInt16LE(at);
    const value = program.readUInt32LE(at + 4);
    if (code === 0x06) return value;
    if (code === 0x20) {
      loaded = data.readUInt32LE(value);
      continue;
    }
    const holds =
      code === 0x15
        ? loaded === value
        : code === 0x35
          ? loaded >= value
          : code === 0x45
            ? (loaded & value) !== 0
            : undefined;
    if (holds === undefined) throw new Error(`operation ${code}`);
    at += 8 * program.readUInt8(at + (holds ? 2 : 3));
  }
  throw new Error('ran past the end');
}

const of = (machine: FilteredArch, [x64, arm64]: SyscallNumbers): number | undefined =>
  machine === 'x64' ? x64 : arm64;

for (const machine of machines) {
  const program = seccompFilter(machine);
  const ask = (nr: number, args?: bigint[]): number =>
    decide(program, { nr, arch: audit[machine], ...(args && { args }) });

  test(`${machine}: every call of the tables is refused`, () => {
    for (const [calls, answer] of [
      [unknownCalls, enosys],
      [refusedCalls, eperm],
    ] as const) {
      for (const [name, numbers] of Object.entries(calls)) {
        const nr = of(machine, numbers);
        if (nr !== undefined) expect(ask(nr), name).toBe(answer);
      }
    }
  });

  test(`${machine}: everything else is allowed`, () => {
    const named = [unknownCalls, refusedCalls, judgedCalls]
      .flatMap((calls) => Object.values(calls))
      .map((numbers) => of(machine, numbers));
    for (let nr = 0; nr < 500; nr++) if (!named.includes(nr)) expect(ask(nr), `${nr}`).toBe(allow);
  });

  test(`${machine}: local sockets only, whatever the upper half of the family says`, () => {
    for (const call of [judgedCalls.socket, judgedCalls.socketpair]) {
      const nr = of(machine, call) as number;
      expect(ask(nr, [1n])).toBe(allow);
      for (const family of [0n, 2n, 10n, 16n, 17n, 38n, 40n]) expect(ask(nr, [family])).toBe(eperm);
      // The kernel reads the family as an int: it would make an AF_INET socket of this.
      expect(ask(nr, [0x1_0000_0002n])).toBe(eperm);
    }
  });

  test(`${machine}: a thread or a process, but no namespace by clone`, () => {
    const nr = of(machine, judgedCalls.clone) as number;
    expect(ask(nr, [0x3d0f00n])).toBe(allow); // a thread of glibc
    expect(ask(nr, [0x1200011n])).toBe(allow); // fork
    for (const flag of [0x20000n, 0x2000000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x20000000n]) {
      expect(ask(nr, [flag | 17n])).toBe(eperm);
    }
    expect(ask(nr, [0x40000011n])).toBe(eperm);
  });

  test(`${machine}: nothing is typed into a terminal`, () => {
    const nr = of(machine, judgedCalls.ioctl) as number;
    expect(ask(nr, [0n, 0x5412n])).toBe(eperm);
    expect(ask(nr, [0n, 0x541cn])).toBe(eperm);
    expect(ask(nr, [0n, 0x5401n])).toBe(allow);
  });

  test(`${machine}: calls made as another machine end the process`, () => {
    for (const arch of [0x40000003, 0x40000028, audit[machine === 'x64' ? 'arm64' : 'x64']]) {
      expect(decide(program, { nr: 1, arch })).toBe(kill);
    }
  });
}

test('x32 calls do not exist, whatever they are', () => {
  const program = seccompFilter('x64');
  for (const nr of [0x40000000, 0x40000000 + 41, 0xffffffff]) {
    expect(decide(program, { nr, arch: audit.x64 })).toBe(enosys);
  }
});
