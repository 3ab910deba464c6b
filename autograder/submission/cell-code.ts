/**
 * A cell as the body of a function, as tslab makes it.
 *
 * tslab runs each cell in a function of its own. What a cell declares is local there, and is copied
 * to one object, `exports`, after the statement that declares it and whenever the cell writes to
 * it; a name of another cell is looked up in that object at every use. So a function goes on using
 * the names of its own cell when a later cell declares them again, and a later cell's assignment is
 * not seen by the cell that declared the name. A cell gives only the names that it is said to
 * declare: one that tslab refuses keeps the others to itself.
 *
 * Lines stay where they were. Known differences: cells that tslab refuses for their types alone run
 * here where no other cell gives their names, and so do `export` before a declaration, `import x = require(…)`, and namespaces older than
 * one cell, which it does not take; an enum member without a value cannot follow one that names a
 * constant of another cell; `this` is undefined at the top of a cell with a top-level `await`.
 */
import ts from '../../src/notebook/kernel/typescript.cjs';
import { plainBlanks } from './blanks.js';
import { blockNames, importedNames } from './declarations.js';
import { type Edit, type Edited, edit, replacement } from './edits.js';
import { runtime } from './kernel-script.js';
import type { Reference } from './names.js';
import type { ParsedCell } from './slice.js';

export interface CellCode extends Edited {
  /** Declares the object through which the cell writes to its own names; may be empty. */
  head: string;
}

/**
 * @param shared names that other cells declare: each is looked up where it is used
 * @param wanted whether any cell uses an imported name; an import without one is not loaded
 */
export function cellCode(
  { file, names }: ParsedCell,
  shared: ReadonlySet<string>,
  wanted: (name: string) => boolean,
): CellCode {
  const source = plainBlanks(file);
  const edits: Edit[] = [];
  const replace = (node: ts.Node, text: string): void => {
    edits.push(replacement(source, node.getStart(file), node.end, text));
  };
  for (const statement of file.statements) {
    const own = new Set<string>();
    blockNames(statement, own);
    const shown = [...own].filter((name) => names.declares.has(name));
    const copies = shown.map((name) => copy(statement, name)).join('');
    if (ts.isImportDeclaration(statement)) {
      const used = statement.importClause === undefined || [...own].some(wanted);
      replace(statement, used ? importText(statement) + copies : '');
    } else if (isRequire(statement)) {
      const module = statement.moduleReference.expression.getText(file);
      replace(statement, `const ${statement.name.text} = require(${module});${copies}`);
    } else if (ts.isExportDeclaration(statement)) replace(statement, '');
    else if (ts.isExportAssignment(statement)) {
      const start = statement.getStart(file);
      const end = statement.expression.getStart(file);
      edits.push(replacement(source, start, end, 'exports.default = '));
    } else {
      for (const modifier of exportModifiers(statement)) replace(modifier, '');
      if (copies !== '')
        edits.push({ start: statement.end, end: statement.end, text: `;${copies}` });
    }
  }
  const setters = new Set<string>();
  for (const reference of names.references) {
    const text = insertion(reference, shared);
    if (reference.kind === 'import') edits.push(importWord(reference.start));
    else if (text !== '') edits.push({ start: reference.start, end: reference.start, text });
    if (reference.kind === 'own' || reference.kind === 'own {}') setters.add(reference.name);
  }
  const members = [...setters].map(
    (name) =>
      `get ${name}() { return ${name}; }, set ${name}(value) { exports.${name} = ${name} = value; }`,
  );
  const head = members.length > 0 ? `const ${written} = { ${members.join(', ')} };` : '';
  return { ...edit(source, edits), head };
}

const written = '__gradus_own';

function insertion({ name, kind }: Reference, shared: ReadonlySet<string>): string {
  if (kind === 'free') return shared.has(name) ? 'exports.' : '';
  if (kind === 'free {}') return shared.has(name) ? `${name}: exports.` : '';
  if (kind === 'own =') return `exports.${name} = `;
  if (kind === 'own') return `${written}.`;
  return kind === 'own {}' ? `${name}: ${written}.` : '';
}

const importWord = (start: number): Edit => ({
  start,
  end: start + 'import'.length,
  text: `${runtime}.import`,
});

/** A namespace that holds only types is nothing at run time. */
const copy = (statement: ts.Statement, name: string): string =>
  ts.isModuleDeclaration(statement)
    ? ` exports.${name} = typeof ${name} === 'undefined' ? undefined : ${name};`
    : ` exports.${name} = ${name};`;

type RequireImport = ts.ImportEqualsDeclaration & { moduleReference: ts.ExternalModuleReference };

const isRequire = (node: ts.Node): node is RequireImport =>
  ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference);

function exportModifiers(node: ts.Statement): ts.Modifier[] {
  if (!ts.canHaveModifiers(node)) return [];
  return (ts.getModifiers(node) ?? []).filter(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
  );
}

/** `require` with TypeScript's bridge between the two kinds of module. */
function importText(node: ts.ImportDeclaration): string {
  const module = `require(${JSON.stringify((node.moduleSpecifier as ts.StringLiteral).text)})`;
  const named: string[] = [];
  const parts: string[] = [];
  for (const { local, imported } of importedNames(node)) {
    if (imported === '*') parts.push(`${local} = ${runtime}.all(${module})`);
    else if (imported === 'default') parts.push(`${local} = ${runtime}.default(${module})`);
    else named.push(imported === local ? local : `${imported}: ${local}`);
  }
  if (named.length > 0) parts.push(`{ ${named.join(', ')} } = ${module}`);
  return parts.length > 0 ? `const ${parts.join(', ')};` : `${module};`;
}
