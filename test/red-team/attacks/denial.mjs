/** Attacks 27–34: stopping the class, or the machine. */
const wrong = 'return tf.zeros([x.shape[0], w.shape[1]]);';
const head = 'function denseForward(x: any, w: any, b: any): any {';

/** @type {import('./attack.js').Attack[]} */
export const attacks = [
  {
    n: 27,
    id: '27-infinite-loop',
    title: 'a synchronous loop without end',
    defence: "the parent's clock, SIGKILL, a fresh process for the next test",
    code: `${head} for (;;) if (x === 1) break; ${wrong} }`,
    verdicts: ['timeout'],
  },
  {
    n: 28,
    id: '28-never-settles',
    title: 'a promise that nothing can settle',
    defence: 'the driver tells that the loop ran dry; the deadline holds without it',
    code: `${head} return new Promise(() => {}); }`,
    verdicts: ['timeout'],
  },
  {
    n: 29,
    id: '29-memory-bomb',
    title: 'memory outside the V8 heap',
    defence: 'the limit is on resident memory of the whole tree',
    code: `const kept: any[] = [];
${head} for (;;) kept.push(Buffer.alloc(64 * 1024 * 1024, 1)); }`,
    verdicts: ['out-of-memory'],
  },
  {
    n: 30,
    id: '30-fork-bomb',
    title: 'processes and threads without number',
    defence: 'a limit on processes; nothing outlives its sandbox',
    code: `const { Worker } = require('node:worker_threads');
const { spawn } = require('node:child_process');
${head}
  for (let i = 0; i < 200; i++) {
    try { spawn('/gradus/node', ['-e', 'for(;;);'], { detached: true, stdio: 'inherit' }).on('error', () => {}); } catch {}
    try { new Worker('for(;;);', { eval: true }).on('error', () => {}); } catch {}
  }
  ${wrong}
}`,
    verdicts: ['error', 'timeout', 'failed', 'out-of-memory'],
  },
  {
    n: 31,
    id: '31-disk-filling',
    title: 'a file of a terabyte, and a million files',
    defence: 'one small tmpfs, a limit on file size, no core files',
    code: `const fs = require('node:fs');
${head}
  try { fs.truncateSync('/tmp/large', 1e12); } catch {}
  try { fs.writeFileSync('/tmp/large', Buffer.alloc(1e8)); } catch {}
  try { for (let i = 0; i < 20000; i++) fs.writeFileSync('/tmp/' + i, 'x'); } catch {}
  ${wrong}
}`,
    verdicts: ['failed', 'timeout', 'error', 'out-of-memory'],
  },
  {
    n: 32,
    id: '32-output-flood',
    title: 'output without end',
    defence: 'a cap at the reader',
    code: `${head} for (;;) console.log('x'.repeat(100000)); }`,
    verdicts: ['error', 'timeout'],
  },
  {
    n: 32,
    id: '32-output-in-notebook',
    title: 'outputs of 12 MB in the notebook itself',
    defence: 'outputs are never read',
    notebook: (book) => {
      for (const cell of book.cells.slice(0, 3))
        cell.outputs = [
          { output_type: 'stream', name: 'stdout', text: '<script>'.repeat(500_000) },
        ];
      return JSON.stringify(book);
    },
    verdicts: ['passed'],
    score: 'full',
  },
  {
    n: 33,
    id: '33-deep-json',
    title: 'a notebook of 100 000 nested brackets',
    defence: 'depth is counted before anything recursive sees the text',
    notebook: () => '['.repeat(100_000) + ']'.repeat(100_000),
    verdicts: ['not-run'],
    whole: true,
  },
  {
    n: 33,
    id: '33-million-cells',
    title: 'a notebook of 100 000 cells',
    defence: 'a cap on cells',
    notebook: (book) => {
      const cell = { cell_type: 'code', metadata: {}, source: ['1'], outputs: [] };
      return JSON.stringify({ ...book, cells: Array.from({ length: 100_000 }, () => cell) });
    },
    verdicts: ['not-run'],
    whole: true,
  },
  {
    n: 33,
    id: '33-huge-file',
    title: 'a notebook of 40 MB',
    defence: 'a cap on size before it is read',
    notebook: () => ' '.repeat(40 * 1024 * 1024),
    verdicts: ['not-run'],
    whole: true,
  },
  ...[
    ['plus', 'a sum of 40 000 terms', `const huge = 0${' + 1'.repeat(40_000)};`],
    ['dots', 'a chain of 30 000 calls', `const huge: any = x0${'.y()'.repeat(30_000)};`],
    ['parens', '90 000 brackets', `const huge = ${'('.repeat(45_000)}1${')'.repeat(45_000)};`],
    ['nots', '100 000 negations', `const huge = ${'!'.repeat(100_000)}1;`],
    ['else', '15 000 branches', `if (0) {}${' else if (0) {}'.repeat(12_000)}\nconst huge = 1;`],
    ['blocks', '60 000 blocks', `${'{'.repeat(60_000)}${'}'.repeat(60_000)}\nconst huge = 1;`],
    ['arrows', '30 000 arrows', `const huge = ${'a=>'.repeat(30_000)}1;`],
    ['types', 'a union of 30 000 functions', `let huge: ${'()=>'.repeat(30_000)}1;`],
    [
      'import',
      'a deep sum with import()',
      `const huge = import('gradus')${' + 1'.repeat(40_000)};`,
    ],
    [
      'medium',
      'a sum of 3 000 terms',
      `const huge: any = import('gradus')${' + 1'.repeat(3_000)};`,
    ],
    [
      'brackets',
      '3 000 lists',
      `const huge = ${'['.repeat(3_000)}import('gradus')${']'.repeat(3_000)};`,
    ],
  ].map(
    ([id, title, code]) =>
      /** @type {import('./attack.js').Attack} */ ({
        n: 33,
        id: `33-nested-${id}`,
        title: `source code too deep for its readers: ${title}`,
        defence: 'a reader that gives up is the verdict of its cell',
        code: `${code}\nconst x0: any = 1;\n${head} return huge; }`,
        verdicts: ['failed', 'error', 'timeout'],
      }),
  ),
  {
    n: 33,
    id: '33-broken-off',
    title: 'no UTF-8, half a file',
    defence: 'one submission’s trouble stays its own',
    notebook: (_book, raw) => raw.slice(0, 3000),
    verdicts: ['not-run'],
    whole: true,
  },
  {
    n: 34,
    id: '34-inherited-descriptors',
    title: 'every descriptor is written to, process.send is called',
    defence: 'one pipe, and what comes on it out of turn is seen',
    code: `const fs = require('node:fs');
${head}
  try { process.send!({ passed: true }); } catch {}
  for (let fd = 0; fd < 64; fd++) if (fd !== 1 && fd !== 2) try { fs.writeSync(fd, '{"verdict":"passed"}'.repeat(9)); } catch {}
  ${wrong}
}`,
    verdicts: ['tampered', 'error', 'timeout'],
  },
];
