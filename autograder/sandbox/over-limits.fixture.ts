/** Ways to go beyond a limit, each with what must come of it. */
import type { Limits } from './limits.js';

export const overLimits: { name: string; limits?: Partial<Limits>; body: string; comes: string }[] =
  [
    {
      name: 'a memory bomb in the heap',
      body: 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length));',
      comes: 'out-of-memory out-of-memory',
    },
    {
      name: 'a memory bomb outside the heap',
      body: 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));',
      comes: 'out-of-memory out-of-memory',
    },
    {
      name: 'a memory bomb in a child',
      body: `const child = load('node:child_process').spawn(process.execPath, ['-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));']);
      await new Promise((resolve) => child.on('exit', resolve)); await new Promise((resolve) => setTimeout(resolve, 2000));`,
      comes: 'out-of-memory out-of-memory',
    },
    {
      name: 'a fork bomb',
      limits: { memoryMb: 4000 },
      body: `const { spawn } = load('node:child_process');
      for (;;) { spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)']).on('error', () => {}); await new Promise((resolve) => setTimeout(resolve, 5)); }`,
      comes: 'error process-limit',
    },
    {
      name: 'a processor that spins',
      body: 'for (;;) {}',
      comes: 'timeout cpu-limit',
    },
    {
      name: 'a writable place that is filled',
      body: "for (let i = 0; ; i++) fs.writeFileSync(process.cwd() + '/' + i, Buffer.alloc(1e6));",
      comes: 'threw ENOSPC',
    },
  ];
