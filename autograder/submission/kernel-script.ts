/** The part of a compiled slice that stands in for the kernel: plain JavaScript, run in the sandbox. */

/** The name under which cells find it. */
export const runtime = '__gradus';

/**
 * Cells run one after the other, each in a turn of the event loop, and share `exports`. A cell that
 * fails leaves what it had declared by then, and one that names something only failed cells declare
 * defines nothing, and the next one runs: as in a kernel. What a refused cell assigns to names of
 * others it sees alone.
 *
 * No methods of built-in objects once cells run: they may be the student's own by then.
 */
export const kernelScript = `const ${runtime} = (() => {
  const { setImmediate, Promise } = globalThis;
  const { hasOwn, defineProperty } = Object;
  const cells = [];
  let count = 0;
  const all = (module) => {
    if (module && module.__esModule) return module;
    const names = {};
    for (const name in module) {
      if (name !== 'default' && hasOwn(module, name)) names[name] = module[name];
    }
    names.default = module;
    return names;
  };
  const load = async (name) => all(require(\`\${name}\`));
  const cell = (needs, declares, run, isRefused) => {
    cells[count++] = { needs, declares, run, isRefused };
  };
  const apart = (exports, declares) => {
    const own = { __proto__: exports };
    for (let k = 0; k < declares.length; k++) {
      const name = declares[k];
      const set = (value) => {
        exports[name] = value;
      };
      defineProperty(own, name, { get: () => exports[name], set });
    }
    return own;
  };
  async function run(answers) {
    const exports = {};
    const known = { __proto__: null };
    const areKnown = (names) => {
      for (let i = 0; i < names.length; i++) if (!known[names[i]]) return false;
      return true;
    };
    let failure;
    for (let i = 0; i < count; i++) {
      const { needs, declares, run, isRefused } = cells[i];
      await new Promise((resolve) => setImmediate(resolve));
      if (!areKnown(needs)) continue;
      const before = [];
      for (let k = 0; k < declares.length; k++) {
        before[k] = hasOwn(exports, declares[k]) ? { value: exports[declares[k]] } : undefined;
      }
      let failed = false;
      try {
        await run(isRefused ? apart(exports, declares) : exports, require);
      } catch (error) {
        failure ??= { error };
        failed = true;
      }
      for (let k = 0; k < declares.length; k++) {
        const name = declares[k];
        const isNew = hasOwn(exports, name) && !(before[k] && before[k].value === exports[name]);
        if (!failed || isNew) known[name] = true;
      }
    }
    if (failure && !areKnown(answers)) throw failure.error;
    const found = {};
    for (let i = 0; i < answers.length; i++) {
      found[answers[i]] = known[answers[i]] ? exports[answers[i]] : undefined;
    }
    return found;
  }
  const one = (module) => (module && module.__esModule ? module.default : module);
  return { all, default: one, import: load, cell, run };
})();`;
