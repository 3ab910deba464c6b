/** A cell as a block for the type checker, without its imports: lines stay where they were. */
import ts from '@tslab/typescript-for-tslab';
import { type Edit, edit, replacement } from './edits.js';
import type { ParsedCell } from './slice.js';

export interface CellBlock {
  text: string;
  /** For each imported name, a declaration that imports it alone. */
  imports: [name: string, declaration: string][];
}

/** Takes out what a block cannot hold. */
export function cellBlock({ file, source }: ParsedCell): CellBlock {
  const edits: Edit[] = [];
  const imports: CellBlock['imports'] = [];
  const replace = (node: ts.Node, text: string): void => {
    edits.push(replacement(source, node.getStart(file), node.end, text));
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.push(...importDeclarations(statement));
      replace(statement, '');
    } else if (
      ts.isImportEqualsDeclaration(statement) &&
      ts.isExternalModuleReference(statement.moduleReference)
    ) {
      const module = statement.moduleReference.expression.getText(file);
      replace(statement, `const ${statement.name.text} = require(${module});`);
    } else if (ts.isExportDeclaration(statement)) replace(statement, '');
    else if (ts.canHaveModifiers(statement)) {
      for (const modifier of ts.getModifiers(statement) ?? []) {
        const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
        if (modifier.kind === ExportKeyword || modifier.kind === DefaultKeyword) {
          replace(modifier, '');
        }
      }
    }
    // A later block may declare it again, with another type.
    if (
      ts.isVariableStatement(statement) &&
      !(statement.declarationList.flags & ts.NodeFlags.BlockScoped)
    ) {
      const start = statement.declarationList.getStart(file);
      edits.push({ start, end: start + 'var'.length, text: 'let' });
    }
  }
  return { text: edit(source, edits).text, imports };
}

function importDeclarations(node: ts.ImportDeclaration): CellBlock['imports'] {
  const module = JSON.stringify((node.moduleSpecifier as ts.StringLiteral).text);
  const clause = node.importClause;
  if (clause === undefined) return [];
  const type = clause.isTypeOnly ? 'type ' : '';
  const found: CellBlock['imports'] = [];
  if (clause.name) {
    found.push([clause.name.text, `import ${type}${clause.name.text} from ${module};`]);
  }
  if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings)) {
    const local = clause.namedBindings.name.text;
    found.push([local, `import ${type}* as ${local} from ${module};`]);
  } else if (clause.namedBindings) {
    for (const { name, propertyName } of clause.namedBindings.elements) {
      const binding = propertyName ? `${propertyName.text} as ${name.text}` : name.text;
      found.push([name.text, `import ${type}{ ${binding} } from ${module};`]);
    }
  }
  return found;
}
