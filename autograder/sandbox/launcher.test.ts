import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launcher } from './launcher.js';
import { type FilteredArch, seccompFilter } from './seccomp.js';

const { arch } = process;
const status = 'while read -r key value; do echo "$key $value"; done < /proc/self/status';

if (process.platform === 'linux' && (arch === 'x64' || arch === 'arm64')) {
  describe('the launcher on this machine', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'gradus-launcher-'));
      writeFileSync(join(folder, 'launch'), launcher(arch), { mode: 0o755 });
      writeFileSync(join(folder, 'two-pipes'), launcher(arch, { twoPipes: true }), { mode: 0o755 });
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const run = (name: string, args: string[], input = '') =>
      spawnSync(join(folder, name), args, { encoding: 'utf8', env: { KEPT: 'yes' }, input });

    test('becomes the program, with its arguments, its environment and the filter', () => {
      const script = `echo "$0 $1 $KEPT"; ${status}`;
      const { stdout, status: code } = run('launch', ['/bin/sh', '-c', script, 'zero', 'one']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^zero one yes\n/);
      expect(stdout).toContain('NoNewPrivs: 1\n');
      expect(stdout).toContain('Seccomp: 2\n');
    });

    test('the filter holds for what it starts', () => {
      const script = `require('node:dgram').createSocket('udp4').on('error', (e) => console.log(e.code)).bind(0);`;
      expect(run('launch', [process.execPath, '-e', script]).stdout).toBe('EPERM\n');
    });

    test('of two pipes it makes 3 and 4, prints to standard error, reads nothing', () => {
      const script = `read -r line <&3; echo "heard $line" >&4; echo printed; read -r more || echo end; echo "[$KEPT]"; ${status}`;
      const { stdout, stderr } = run('two-pipes', ['/bin/sh', '-c', script], 'a line\nanother\n');
      expect(stdout).toBe('heard a line\n');
      expect(stderr).toMatch(/^printed\nend\n\[\]\n/);
      expect(stderr).toContain('Seccomp: 2\n');
    });

    test('what the grader itself was given is closed', () => {
      const given = 'exec 4</etc/passwd 9</etc/passwd; exec "$0" "$@"';
      const seen = 'for link in /proc/self/fd/*; do readlink $link; done; true';
      const args = ['-c', given, join(folder, 'launch'), '/bin/sh', '-c', seen];
      const { stdout } = spawnSync('/bin/sh', args, { encoding: 'utf8' });
      expect(stdout).toContain(':[');
      expect(stdout).not.toContain('passwd');
    });

    test('what cannot be run ends as in a shell', () => {
      expect(run('launch', ['/nowhere']).status).toBe(126);
      expect(run('launch', []).status).toBe(126);
    });
  });
}

/** Where the code begins, and the code. */
function codeOf(file: Buffer): Buffer {
  return file.subarray(Number(file.readBigUInt64LE(24)) - 0x400000);
}

describe.each(['x64', 'arm64'] as const)('the file for %s', (machine: FilteredArch) => {
  const file = launcher(machine, { twoPipes: true });

  test('is an ELF file of that machine that holds the filter where its code says', () => {
    expect(file.subarray(0, 5)).toEqual(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2]));
    expect(file.readUInt16LE(18)).toBe(machine === 'x64' ? 62 : 183);
    const filter = seccompFilter(machine);
    const fields = 64 + 2 * 56;
    expect(file.readUInt16LE(fields) * 8).toBe(filter.byteLength);
    const at = Number(file.readBigUInt64LE(fields + 8)) - 0x400000;
    expect(file.subarray(at, at + filter.byteLength).equals(filter)).toBe(true);
  });

  test('every failed call leads to the exit, which comes last', () => {
    const code = codeOf(file);
    const exit = machine === 'x64' ? 12 : 20;
    const ends: number[] = [];
    if (machine === 'x64') {
      for (let at = 0; at < code.byteLength - 6; at++) {
        // test rax, rax; js
        if (code.readUIntBE(at, 5) === 0x4885c00f88) ends.push(at + 9 + code.readInt32LE(at + 5));
      }
    } else {
      for (let at = 0; at < code.byteLength; at += 4) {
        const word = code.readUInt32LE(at);
        // tbnz x0, #63
        if (word >>> 16 === 0xb7f8) ends.push(at + ((word >>> 5) & 0x3fff) * 4);
      }
    }
    expect(ends).toEqual(Array(7).fill(code.byteLength - exit));
  });
});

test('the code for arm64 is what its assembler makes', () => {
  const words = codeOf(launcher('arm64'));
  const end = Array.from({ length: 12 }, (_, i) =>
    words.readUInt32LE(words.byteLength - 48 + 4 * i).toString(16),
  );
  expect(end).toEqual([
    // add x1, sp, #16; ldr x0, [sp, #16]; ldr x3, [sp]; add x2, x1, x3, lsl #3
    ...['910043e1', 'f9400be0', 'f94003e3', '8b030c22'],
    // mov x8, #221 (execve); svc #0
    ...['d2801ba8', 'f2a00008', 'd4000001'],
    // mov x0, #126; mov x8, #93 (exit); svc #0
    ...['d2800fc0', 'f2a00000', 'd2800ba8', 'f2a00008', 'd4000001'],
  ]);
});
