/** The part of a compiled slice that stands in for the kernel: plain JavaScript, run in the sandbox. */

/** The name under which cells find it. */
export const runtime = '__gradus';

/**
 * Cells run one after the other, each in a turn of the event loop, and share `exports`. A cell that
 * fails, and one that names something only failed cells declare, defines nothing, and the next one
 * runs: as in a kernel.
 */
export const kernelScript = `const ${runtime} = (() => {
  const cells = [];
  const { setImmediate, Promise, Set } = globalThis;
  const all = (module) => {
    if (module && module.__esModule) return module;
    const names = {};
    for (const name in module) {
      if (name !== 'default' && Object.hasOwn(module, name)) names[name] = module[name];
    }
    names.default = module;
    return names;
  };
  return {
    all,
    default: (module) => (module && module.__esModule ? module.default : module),
    import: (name) => Promise.resolve(\`\${name}\`).then((text) => all(require(text))),
    cell: (needs, declares, run) => void cells.push({ needs, declares, run }),
    async run(answers) {
      const exports = {};
      const known = new Set();
      let failure;
      for (const { needs, declares, run } of cells) {
        await new Promise((resolve) => setImmediate(resolve));
        if (needs.some((name) => !known.has(name))) continue;
        for (const name of declares) exports[name] = undefined;
        try {
          await run(exports, require);
        } catch (error) {
          failure ??= { error };
          continue;
        }
        for (const name of declares) known.add(name);
      }
      if (failure && answers.some((name) => !known.has(name))) throw failure.error;
      return Object.fromEntries(
        answers.map((name) => [name, known.has(name) ? exports[name] : undefined]),
      );
    },
  };
})();`;
