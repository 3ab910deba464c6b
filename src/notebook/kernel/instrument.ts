/**
 * Cells that can be stopped: each turn of a loop, each call of a function and what comes after an
 * `await` ask whether to go on.
 *
 * Node hears the stop button only between two turns of its event loop, which a loop without `await`
 * never reaches. So the question is written into the compiled code. It costs nothing: the compiler takes
 * a global that has never changed for a constant, and compiles anew when it does.
 */

import { stopCheck, stopFlag } from './stop-flag.js';
import { parseModule, waits } from './top-level.js';
import ts from './typescript.cjs';

const question = `${stopFlag} && ${stopCheck}()`;

interface Insertion {
  at: number;
  text: string;
}

/**
 * Writes the questions into JavaScript. Lines stay where they were.
 *
 * @returns the code as it is when it does not parse
 */
export function stoppable(code: string): string {
  const file = parseModule(code, ts.ScriptKind.JS);
  const { parseDiagnostics = [] } = file as ts.SourceFile & { parseDiagnostics?: unknown[] };
  const insertions: Insertion[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) around(node.statement, file, insertions);
    else if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      inFunction(node.body as ts.ConciseBody, file, insertions);
    }
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node)) {
      for (const statement of node.statements) {
        if (waits(statement)) insertions.push({ at: statement.end, text: ` ${question};` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (parseDiagnostics.length > 0) return code;
  insertions.sort((a, b) => a.at - b.at);
  let done = 0;
  let text = '';
  for (const { at, text: inserted } of insertions) {
    text += code.slice(done, at) + inserted;
    done = at;
  }
  return text + code.slice(done);
}

function around(body: ts.Statement, file: ts.SourceFile, into: Insertion[]): void {
  const start = body.getStart(file);
  if (ts.isBlock(body)) into.push({ at: start + 1, text: ` ${question};` });
  else into.push({ at: start, text: `{ ${question}; ` }, { at: body.end, text: ' }' });
}

/** A function that calls nothing ends by itself: its loops ask. */
function inFunction(body: ts.ConciseBody, file: ts.SourceFile, into: Insertion[]): void {
  if (!calls(body)) return;
  if (!ts.isBlock(body)) {
    into.push({ at: body.getStart(file), text: `(${question}, ` }, { at: body.end, text: ')' });
    return;
  }
  // A directive ('use strict') must stay first.
  const directives = body.statements.findIndex(
    (one) => !(ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression)),
  );
  const before = body.statements[directives];
  const at = directives === 0 || before === undefined ? body.getStart(file) + 1 : before.pos;
  into.push({ at, text: ` ${question};` });
}

/** Whether the code itself, not a function in it, calls something. */
function calls(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && calls(child)) ?? false;
}
