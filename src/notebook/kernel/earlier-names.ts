/**
 * Names of earlier cells where tslab's compiler misreads a property for a variable.
 *
 * tslab writes `exports.` before each identifier whose symbol an earlier cell declares. In `{ x }` the
 * symbol is the property's, so the variable is left as it is and is not defined; in `const { f: g } = box`
 * the key's symbol is a property of an earlier cell's type, so the key is written as `exports.f`, which
 * is no key. Both are put right before tslab looks.
 */
import ts from './typescript.cjs';

/** A compiler whose programs read names of earlier cells as the language does. */
export const createProgram: ts.CreateProgram<ts.EmitAndSemanticDiagnosticsBuilderProgram> = (
  ...args
) => {
  const program = ts.createEmitAndSemanticDiagnosticsBuilderProgram(...args);
  const emit = program.emit.bind(program);
  program.emit = (file, write, token, onlyTypes, transformers) =>
    emit(file, write, token, onlyTypes, {
      ...transformers,
      before: [earlierNames(program.getProgram().getTypeChecker())],
    });
  return program;
};

const earlierNames =
  (checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> =>
  (context) =>
  (file) => {
    const { factory } = context;
    // tslab looks a cell's names up in the declarations of those before it, by way of `parent`.
    const earlier: ts.Node | undefined = file.parent;
    if (earlier === undefined) return file;
    const isEarlier = (symbol: ts.Symbol | undefined): boolean =>
      symbol?.declarations?.some((one) => one.getSourceFile() === earlier) ?? false;

    /** `x: exports.x`, and in a pattern `x: exports.x = 1`. */
    const spelledOut = (node: ts.ShorthandPropertyAssignment): ts.PropertyAssignment => {
      const { text } = node.name;
      const value = factory.createPropertyAccessExpression(
        factory.createIdentifier('exports'),
        text,
      );
      const fallback = ts.visitNode(node.objectAssignmentInitializer, visit, ts.isExpression);
      return factory.createPropertyAssignment(
        text,
        fallback === undefined ? value : factory.createAssignment(value, fallback),
      );
    };
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isShorthandPropertyAssignment(node)) {
        const isMissed = isEarlier(checker.getShorthandAssignmentValueSymbol(node));
        if (isMissed) return ts.setTextRange(spelledOut(node), node);
      }
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isBindingElement(visited)) return visited;
      const { dotDotDotToken, propertyName, name, initializer } = visited;
      if (propertyName === undefined || !ts.isIdentifier(propertyName)) return visited;
      // A key that no symbol belongs to is left alone.
      const key = ts.setTextRange(factory.createIdentifier(propertyName.text), propertyName);
      return factory.updateBindingElement(visited, dotDotDotToken, key, name, initializer);
    };
    return ts.visitEachChild(file, visit, context);
  };
