/**
 * An exercise as a TypeScript module of its own: its cell and what that needs of the notebook,
 * statement by statement, so that nothing is taken along that only tries, checks or shows.
 */
import ts from '../../src/notebook/kernel/typescript.cjs';
import { topNames } from '../submission/declarations.js';
import { edit } from '../submission/edits.js';
import { type ExerciseShape, matchExercise, restoreRetyped } from '../submission/match.js';
import type { Notebook } from '../submission/notebook.js';
import { type ParsedCell, parseCells, type Slice, sliceFor } from '../submission/slice.js';

/** What cells call to try, check and show; a module does none of it. */
const shows = new Set(['check', 'console', 'display', 'passedOr', 'kept', 'quiz', 'record']);

export interface OwnModule {
  text: string;
  /** The same as one cell of a notebook, which declares the exercise alone. */
  cell: string;
  /** Imports of the types that the exercise's signature names, as the notebook has them. */
  signatureImports: string;
}

/**
 * @param exercises of the lesson
 * @returns undefined where no cell of the notebook answers the exercise
 */
export function moduleText(
  notebook: Notebook,
  exercises: readonly ExerciseShape[],
  exercise: ExerciseShape & { signature: string },
): OwnModule | undefined {
  const cells = restoreRetyped(parseCells(notebook), notebook, exercises);
  const match = matchExercise(cells, exercise, exercises);
  if (match.cell === undefined || match.cell.syntaxErrors.length > 0) return undefined;
  const { id } = exercise;
  const { cells: needed } = sliceFor(match.cells, [id], match.without);
  const statements = neededStatements(needed.flatMap(statementsOf), id);
  const usable = match.cells.filter(({ number }) => !match.without.has(number));
  const types = usable.flatMap(typesOf);
  const words = wordsIn(statements);
  const taken = takeTypes(types, words);
  const imports = importLines(usable, words, new Set(statements.flatMap(declaredIn)));
  const body = [...taken, ...statements].map(plainText).join('\n\n');
  const head = imports.length === 0 ? '' : `${imports.join('\n')}\n\n`;
  const signature = parseCells(oneCell(exercise.signature));
  const own = new Set(signature.flatMap(({ file }) => [...topNames(file)]));
  return {
    text: `${head}${body}\n\nexport { ${id} };\n`,
    cell: `${head}const ${id} = (() => {\n${body}\nreturn ${id};\n})();`,
    signatureImports: importLines(usable, wordsIn(signature), own).join('\n'),
  };
}

const oneCell = (...sources: string[]): Notebook => ({
  cells: sources.map((source) => ({ number: 0, id: undefined, source })),
  texts: [],
  lesson: undefined,
});

/** Each statement of a cell as a cell; overloads of a function stay together. */
function statementsOf({ file, source, refused }: ParsedCell): ParsedCell[] {
  const groups: ts.Statement[][] = [];
  for (const statement of file.statements) {
    const before = groups.at(-1)?.at(-1);
    const belongs =
      before !== undefined &&
      ts.isFunctionDeclaration(before) &&
      before.body === undefined &&
      ts.isFunctionDeclaration(statement);
    if (belongs) groups.at(-1)?.push(statement);
    else groups.push([statement]);
  }
  const texts = groups
    .filter(([first]) => first !== undefined && !isType(first) && !onlyShows(first))
    .map((group) => source.slice(group[0]?.pos ?? 0, group.at(-1)?.end ?? 0).trim());
  return parseCells(oneCell(...texts)).map((cell) => (refused ? { ...cell, refused } : cell));
}

function onlyShows(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  let node: ts.Expression = statement.expression;
  while (
    ts.isAwaitExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node)
  ) {
    node = node.expression;
  }
  return ts.isIdentifier(node) && shows.has(node.text);
}

/** Of several that declare a name the last one counts, as in a notebook that ran from the top. */
function neededStatements(given: readonly ParsedCell[], id: string): ParsedCell[] {
  const all = given.map((cell, i) => ({ ...cell, number: i + 1 }));
  const last = all.filter((cell) => {
    const own = [...cell.names.declares];
    const later = all.slice(cell.number);
    return !(own.length > 0 && own.every((name) => later.some((l) => l.names.declares.has(name))));
  });
  let slice: Slice = sliceFor(last, [id]);
  // A table that a loop or a call fills: the names of what may be filled are needed as such.
  for (let before = -1; before !== slice.cells.length; ) {
    before = slice.cells.length;
    const filled = slice.cells.flatMap((cell) => [...cell.names.declares].filter(isFilled(cell)));
    slice = sliceFor(last, [id], new Set(), filled);
  }
  return slice.cells.filter(({ file }) => !file.statements.some(isImport));
}

/** Whether a name may hold something that later statements change: no function, no class. */
const isFilled =
  ({ file }: ParsedCell) =>
  (name: string): boolean =>
    file.statements.some(
      (statement) =>
        ts.isVariableStatement(statement) &&
        statement.declarationList.declarations.some(
          (one) =>
            one.name.getText(file) === name &&
            !(one.initializer && ts.isFunctionLike(one.initializer)),
        ),
    );

const isImport = (node: ts.Statement): node is ts.ImportDeclaration => ts.isImportDeclaration(node);
const isType = (node: ts.Statement): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

/** Interfaces and aliases, each as a cell. */
function typesOf({ file, source }: ParsedCell): ParsedCell[] {
  const texts = file.statements
    .filter(isType)
    .map((node) => source.slice(node.pos, node.end).trim());
  return parseCells(oneCell(...texts));
}

/** Every word of the statements that may be a name. */
function wordsIn(cells: readonly ParsedCell[]): Set<string> {
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const { file } of cells) visit(file);
  return words;
}

const typeName = ({ file }: ParsedCell): string => file.statements.find(isType)?.name.text ?? '';

/** The types that the words name, and those that they name in turn; adds their words. */
function takeTypes(types: readonly ParsedCell[], words: Set<string>): ParsedCell[] {
  const byName = new Map<string, ParsedCell>(types.map((cell) => [typeName(cell), cell]));
  const taken = new Set<ParsedCell>();
  // A set also visits the words that are added meanwhile.
  for (const word of words) {
    const cell = byName.get(word);
    if (cell === undefined || taken.has(cell)) continue;
    taken.add(cell);
    for (const one of wordsIn([cell])) words.add(one);
  }
  return [...byName.values()].filter((cell) => taken.has(cell));
}

const declaredIn = ({ names }: ParsedCell): string[] => [...names.declares];

/** The imports of the notebook, with the names alone that are used; of equal names the last one. */
function importLines(
  cells: readonly ParsedCell[],
  words: ReadonlySet<string>,
  declared: ReadonlySet<string>,
): string[] {
  const byName = new Map<string, { module: string; clause: string; named: boolean }>();
  for (const { file } of cells) {
    for (const { importClause: clause, moduleSpecifier } of file.statements.filter(isImport)) {
      if (clause === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
      const module = JSON.stringify(moduleSpecifier.text).replaceAll('"', "'");
      const type = clause.isTypeOnly ? 'type ' : '';
      const add = (name: ts.Identifier, text: string, named: boolean): void => {
        byName.delete(name.text);
        byName.set(name.text, { module, clause: text, named });
      };
      if (clause.name) add(clause.name, `${type}${clause.name.text}`, false);
      const bindings = clause.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) {
        add(bindings.name, `${type}* as ${bindings.name.text}`, false);
      }
      for (const one of bindings && ts.isNamedImports(bindings) ? bindings.elements : []) {
        add(
          one.name,
          type && !one.isTypeOnly ? `${type}${one.getText(file)}` : one.getText(file),
          true,
        );
      }
    }
  }
  const used = [...byName].filter(([name]) => words.has(name) && !declared.has(name));
  const lines: string[] = [];
  const named = new Map<string, string[]>();
  for (const [, { module, clause, named: isNamed }] of used) {
    if (!isNamed) lines.push(`import ${clause} from ${module};`);
    else named.set(module, [...(named.get(module) ?? []), clause]);
  }
  for (const [module, names] of named) {
    lines.push(`import { ${names.sort().join(', ')} } from ${module};`);
  }
  return lines.sort();
}

/** A statement without `export`: the module exports the exercise alone. */
function plainText({ file, source }: ParsedCell): string {
  const edits = file.statements.flatMap((node) =>
    (ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [])
      .filter(
        ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
      )
      .map((modifier) => ({ start: modifier.getStart(file), end: modifier.end, text: '' })),
  );
  return edit(source, edits).text.trim();
}
