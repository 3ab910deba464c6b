/**
 * The last program before Node: a few hundred bytes of machine code, made here, that close every
 * descriptor which the grader was itself given, load the filter of system calls and become the
 * program named by their arguments.
 *
 * Nothing that every machine has does that (`setpriv` loads filters only from util-linux 2.41 on),
 * and no compiler is needed this way.
 */
import { type FilteredArch, seccompFilter } from './seccomp.js';

export interface LauncherOptions {
  /**
   * A container engine passes only standard input and output: the pipe from the judge becomes
   * descriptor 3, the pipe to it 4; what Node prints goes to standard error, and it reads nothing.
   * The environment that the engine made up is emptied.
   */
  twoPipes?: boolean;
  /** Whether the filter allows local sockets; pairs of them are always allowed. Default true. */
  sockets?: boolean;
}

/** Numbers of system calls on x86-64 and arm64. */
const calls = {
  close: [3, 57],
  close_range: [436, 436],
  dup3: [292, 24],
  openat: [257, 56],
  prctl: [157, 167],
  execve: [59, 221],
  exit: [60, 93],
} as const;
type Call = keyof typeof calls;

const workingFolder = 0xffffff9c; // AT_FDCWD
const noNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS
const setSeccomp = [22, 2] as const; // PR_SET_SECCOMP, SECCOMP_MODE_FILTER
/** What the shell answers for a program that cannot be run. */
const failed = 126;

/** Where the file is put into memory. */
const base = 0x400000;
const headerBytes = 64 + 2 * 56;

/** The file, ready to be made executable. */
export function launcher(
  arch: FilteredArch,
  { twoPipes = false, sockets = true }: LauncherOptions = {},
): Buffer {
  const filter = seccompFilter(arch, { sockets });
  // Data first, so that its addresses are known when the code is made.
  const fields = Buffer.alloc(16);
  const nothing = base + headerBytes + fields.byteLength;
  const path = nothing + 8;
  const devNull = Buffer.from('/dev/null\0\0\0\0\0\0\0');
  const program = path + devNull.byteLength;
  fields.writeUInt16LE(filter.byteLength / 8, 0);
  fields.writeBigUInt64LE(BigInt(program), 8);
  const data = Buffer.concat([fields, Buffer.alloc(8), devNull, filter]);

  const machine = machines[arch];
  const steps: [Call, ...number[]][] = [
    // Nothing but standard streams and the pipe; this step alone may fail, on Linux before 5.9.
    ['close_range', 4, 0xffffffff, 0],
    ...(twoPipes
      ? ([
          ['dup3', 0, 3, 0],
          ['dup3', 1, 4, 0],
          ['dup3', 2, 1, 0],
          ['close', 0],
          ['openat', workingFolder, path, 0],
        ] as [Call, ...number[]][])
      : []),
    ['prctl', noNewPrivileges, 1, 0, 0, 0],
    ['prctl', ...setSeccomp, base + headerBytes, 0, 0],
  ];
  const fail = machine.call('exit', [failed]);
  let code = Buffer.concat([machine.become(twoPipes ? nothing : undefined), fail]);
  for (const [name, ...args] of steps.reverse()) {
    const distance = code.byteLength - fail.byteLength;
    const check = name === 'close_range' ? [] : [machine.ifNegative(distance)];
    code = Buffer.concat([machine.call(name, args), ...check, code]);
  }
  return Buffer.concat([header(arch, data.byteLength, code.byteLength), data, code]);
}

interface Machine {
  /** Calls the kernel with constants. */
  call(name: Call, args: readonly number[]): Buffer;
  /** Skips so many bytes when the last call failed. */
  ifNegative(skip: number): Buffer;
  /** execve of the first argument with the arguments from there on; an environment, or its own. */
  become(environment: number | undefined): Buffer;
}

const x64: Machine = {
  call(name, args) {
    // mov edi, esi, edx, r10d, r8d: a constant of 32 bits
    const registers = [[0xbf], [0xbe], [0xba], [0x41, 0xba], [0x41, 0xb8]];
    const loads = args.map((value, i) => [...(registers[i] as number[]), ...int32(value)]);
    return Buffer.from([...loads.flat(), 0xb8, ...int32(calls[name][0]), 0x0f, 0x05]);
  },
  // test rax, rax; js skip
  ifNegative: (skip) => Buffer.from([0x48, 0x85, 0xc0, 0x0f, 0x88, ...int32(skip)]),
  become(environment) {
    return Buffer.from([
      ...(environment === undefined
        ? // mov rax, [rsp]; lea rdx, [rsp + 8 rax + 16]: what lies behind the arguments
          [0x48, 0x8b, 0x04, 0x24, 0x48, 0x8d, 0x54, 0xc4, 0x10]
        : [0xba, ...int32(environment)]),
      // mov rdi, [rsp + 16]; lea rsi, [rsp + 16]
      ...[0x48, 0x8b, 0x7c, 0x24, 0x10, 0x48, 0x8d, 0x74, 0x24, 0x10],
      ...[0xb8, ...int32(calls.execve[0]), 0x0f, 0x05],
    ]);
  },
};

const arm64: Machine = {
  call(name, args) {
    const words = args.flatMap((value, register) => load(register, value));
    return code32([...words, ...load(8, calls[name][1]), 0xd4000001]);
  },
  // tbnz x0, #63, skip: counted in words from this one
  ifNegative: (skip) => code32([0xb7f80000 | ((skip / 4 + 1) << 5)]),
  become(environment) {
    return code32([
      // add x1, sp, #16; ldr x0, [sp, #16]
      ...[0x910043e1, 0xf9400be0],
      ...(environment === undefined
        ? // ldr x3, [sp]; add x2, x1, x3, lsl #3
          [0xf94003e3, 0x8b030c22]
        : load(2, environment)),
      ...[...load(8, calls.execve[1]), 0xd4000001],
    ]);
  },
};

const machines = { x64, arm64 } as const;

/** movz and movk: a constant of 32 bits into a register of arm64. */
function load(register: number, value: number): number[] {
  const low = value & 0xffff;
  const high = value >>> 16;
  return [0xd2800000 | (low << 5) | register, 0xf2a00000 | (high << 5) | register];
}

function code32(words: readonly number[]): Buffer {
  return Buffer.from(words.flatMap(int32));
}

function int32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

/** The head of an ELF file: one part, read and run, and a stack that cannot be run. */
function header(arch: FilteredArch, dataBytes: number, codeBytes: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(2, 16); // ET_EXEC
  bytes.writeUInt16LE(arch === 'x64' ? 62 : 183, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(base + headerBytes + dataBytes), 24); // where it begins
  bytes.writeBigUInt64LE(64n, 32); // program headers
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const size = BigInt(headerBytes + dataBytes + codeBytes);
  bytes.writeUInt32LE(1, 64); // PT_LOAD
  bytes.writeUInt32LE(5, 68); // read, run
  bytes.writeBigUInt64LE(BigInt(base), 64 + 16);
  bytes.writeBigUInt64LE(BigInt(base), 64 + 24);
  bytes.writeBigUInt64LE(size, 64 + 32);
  bytes.writeBigUInt64LE(size, 64 + 40);
  bytes.writeBigUInt64LE(0x10000n, 64 + 48);
  bytes.writeUInt32LE(0x6474e551, 120); // PT_GNU_STACK
  bytes.writeUInt32LE(6, 124); // read, write
  return bytes;
}
