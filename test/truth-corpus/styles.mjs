/**
 * Styles: one function written another way.
 *
 * Each keeps what the function computes by the rules of the language alone (a function expression
 * is the function, a class around it only holds it, a local name may be any name), so a right answer
 * stays right and a wrong one wrong.
 */
import ts from '@tslab/typescript-for-tslab';
import { transformSync } from 'esbuild';

/** @typedef {import('./corpus.js').Answer} Answer */
/** @typedef {{ name: string, helpers: string, async: string, head: string, body: string }} Parts */
/** @typedef {(parts: Parts) => Partial<Answer> & { cell: string }} Style */

/**
 * Takes an answer's file apart: what stands before the function, and the function.
 *
 * @param {string} text
 * @param {string} name
 * @returns {Parts}
 */
function partsOf(text, name) {
  const file = ts.createSourceFile('answer.ts', text, ts.ScriptTarget.ES2022, true);
  const main = file.statements.find(
    (node) => ts.isFunctionDeclaration(node) && node.name?.text === name,
  );
  if (main === undefined || !ts.isFunctionDeclaration(main) || !main.body || !main.name)
    throw new Error(`Expected a function ${name} in: ${text.slice(0, 80)}`);
  return {
    name,
    helpers: text.slice(0, main.getStart(file)),
    async: main.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) ? 'async ' : '',
    head: text.slice(main.name.end, main.body.getStart(file)).trimEnd(),
    body: main.body.getText(file),
  };
}

const declared = (/** @type {Parts} */ { async, name, head, body, helpers }) =>
  `${helpers}${async}function ${name}${head} ${body}`;

/**
 * Every name that the text declares inside functions gets another one.
 *
 * @param {string} text
 * @param {(name: string, i: number) => string} fresh
 */
function renameLocals(text, fresh) {
  const file = ts.createSourceFile('answer.ts', text, ts.ScriptTarget.ES2022, true);
  /** @type {Set<string>} */
  const top = new Set();
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const node of file.statements)
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
      top.add(node.name?.text ?? '');
  const collect = (/** @type {ts.Node} */ node) => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name) &&
      !top.has(node.name.text)
    ) {
      const { text: own } = node.name;
      if (!names.has(own)) names.set(own, fresh(own, names.size));
    }
    ts.forEachChild(node, collect);
  };
  collect(file);
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = [];
  const visit = (/** @type {ts.Node} */ node) => {
    // Types name parameters and properties of their own.
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isIdentifier(node)) {
      const to = names.get(node.text);
      const { parent } = node;
      const isProperty =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertyDeclaration(parent) && parent.name === node) ||
        (ts.isMethodDeclaration(parent) && parent.name === node) ||
        (ts.isBindingElement(parent) && parent.propertyName === node);
      if (to !== undefined && !isProperty) {
        const short =
          ts.isShorthandPropertyAssignment(parent) ||
          (ts.isBindingElement(parent) &&
            parent.name === node &&
            parent.propertyName === undefined &&
            ts.isObjectBindingPattern(parent.parent));
        edits.push({
          start: node.getStart(file),
          end: node.end,
          text: short ? `${node.text}: ${to}` : to,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let result = text;
  for (const { start, end, text: to } of edits.sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + to + result.slice(end);
  return result;
}

const javascript = (/** @type {string} */ text) =>
  ts
    .transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    })
    .outputText.trimEnd();

/** @type {Record<string, Style>} */
const all = {
  'as handed out': (p) => ({ cell: declared(p) }),
  'an arrow function': (p) => ({
    cell: `${p.helpers}const ${p.name} = ${p.async}${p.head} => ${p.body};`,
  }),
  'a function expression': (p) => ({
    cell: `${p.helpers}const ${p.name} = ${p.async}function ${p.head} ${p.body};`,
  }),
  'a var': (p) => ({
    cell: `${p.helpers}var ${p.name} = ${p.async}function own${p.head} ${p.body};`,
  }),
  'declared first, assigned later': (p) => ({
    before: [`let ${p.name}: any;`],
    cell: `${p.helpers}${p.name} = ${p.async}${p.head} => ${p.body};`,
  }),
  'a static method': (p) => ({
    cell: `${p.helpers}class Own_${p.name} {\n  static ${p.async}run${p.head} ${p.body}\n}\nconst ${p.name} = Own_${p.name}.run;`,
  }),
  'a method of an object': (p) => ({
    cell: `${p.helpers}class Own_${p.name} {\n  #calls = 0;\n  ${p.async}run${p.head} ${p.body}\n  count() { return ++this.#calls; }\n}\nconst own_${p.name} = new Own_${p.name}();\nconst ${p.name} = (...args: any[]): any => {\n  own_${p.name}.count();\n  return (own_${p.name} as any).run(...args);\n};`,
  }),
  'a member of a literal': (p) => ({
    cell: `${p.helpers}const own_${p.name} = {\n  ${p.async}run${p.head} ${p.body},\n};\nconst { run: ${p.name} } = own_${p.name};`,
  }),
  'made by a function': (p) => ({
    cell: `${p.helpers}const make_${p.name} = () => ${p.async}function ${p.head} ${p.body};\nconst ${p.name} = make_${p.name}();`,
  }),
  'a helper in a cell of its own': (p) => ({
    before: [declared({ ...p, name: `work_${p.name}` })],
    cell: `function ${p.name}(...args: any[]): any {\n  return (work_${p.name} as any)(...args);\n}`,
  }),
  'a helper in a later cell': (p) => ({
    cell: `function ${p.name}(...args: any[]): any {\n  return (late_${p.name} as any)(...args);\n}`,
    after: [declared({ ...p, name: `late_${p.name}` })],
  }),
  'an async function': (p) => ({
    cell: `${p.helpers}const ${p.name} = async (...args: any[]): Promise<any> => {\n  const work = ${p.async}function ${p.head} ${p.body};\n  await null;\n  return (work as any)(...args);\n};`,
  }),
  'no types': (p) => ({ cell: javascript(declared(p)) }),
  'other local names': (p) => ({
    cell: renameLocals(declared(p), (name, i) => `${name}_${i}`),
  }),
  'Greek local names': (p) => ({
    cell: renameLocals(declared(p), (_name, i) => `${'αβγδλμπρσω'[i % 10]}${i}`),
  }),
  'on one line': (p) => ({
    cell: transformSync(declared(p), { loader: 'ts', minifyWhitespace: true }).code.trimEnd(),
  }),
  tidied: (p) => ({
    cell: p.async
      ? declared(p)
      : `${p.helpers}function ${p.name}(...args: any[]): any {\n  const work = function ${p.head} ${p.body};\n  return tf.tidy(() => (work as any)(...args));\n}`,
  }),
  exported: (p) => ({ cell: `${p.helpers}export ${declared({ ...p, helpers: '' })}` }),
  'a comment for every thought': (p) => ({
    cell: `/*\n * First try, does not work:\n *\n *   function ${p.name}() { throw new NotSolvedError('${p.name}'); }\n */\n${declared(p)}\n// TODO: faster`,
  }),
  'tried out in its cell': (p) => ({
    cell: `${declared(p)}\nconsole.log(typeof ${p.name}, ${p.name}.length);`,
  }),
  'a first try left above': (p) => ({
    cell: `function ${p.name}(...args: any[]): any {\n  throw new Error('not yet');\n}`,
    after: [declared(p)],
  }),
  'a namespace': (p) => ({
    cell: `namespace Own_${p.name} {\n  ${p.helpers.replaceAll(/^import .*$/gm, '')}\n  export ${declared({ ...p, helpers: '' })}\n}\nconst ${p.name} = Own_${p.name}.${p.name};`,
  }),
  'an import of its own': (p) => ({
    cell: `import { createRng, tf } from 'gradus';\n${declared(p)}`,
  }),
  'tf under another name': (p) => ({
    cell: `import { tf as tf_${p.name} } from 'gradus';\n${declared(p).replaceAll(/\btf\./g, `tf_${p.name}.`)}`,
  }),
  'a dynamic import': (p) => ({
    cell: `const { tf: tf_${p.name} } = await import('gradus');\n${declared(p).replaceAll(/\btf\./g, `tf_${p.name}.`)}`,
  }),
  bound: (p) => ({
    cell: `${p.helpers}const ${p.name}: any = (${p.async}function ${p.head} ${p.body}).bind(null);`,
  }),
  'a proxy': (p) => ({
    cell: `${p.helpers}const ${p.name}: any = new Proxy(${p.async}function ${p.head} ${p.body}, {});`,
  }),
  chatty: (p) => ({
    cell: `${p.helpers}${p.async}function ${p.name}${p.head} {\n  console.log('${p.name}: called');\n  console.error('${p.name}: a warning that means nothing');\n${p.body.slice(1)}`,
  }),
  'caught and thrown again': (p) => ({
    cell: `${p.helpers}${p.async}function ${p.name}${p.head} {\n  try ${p.body} catch (error) {\n    throw error;\n  } finally {\n    void 0;\n  }\n}`,
  }),
  'an enum beside it': (p) => ({
    before: [`enum Axis_${p.name} { Batch, Classes }`],
    cell: `${declared(p)}\nconst axis_${p.name} = Axis_${p.name}.Classes;`,
  }),
};

/** An answer that calls another exercise without `await` does not go with `asynchronous`. */
export const styles = Object.keys(all);
export const asynchronous = 'an async function';

/**
 * An answer in a style.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} style
 * @returns {Answer}
 */
export function styled(text, name, style) {
  const write = all[style];
  if (write === undefined) throw new Error(`Expected one of ${styles.join(', ')}: ${style}`);
  return { before: [], after: [], ...write(partsOf(text, name)) };
}
