/** Whether the student's own package compiles with a new file in it, and whether it has the types that were asked for. */
import { dirname, join } from 'node:path';
import ts from '../../src/notebook/kernel/typescript.cjs';

export interface CheckedTypes {
  /** What is wrong in the file, a message each. */
  errors: string[];
  /** Whether it has the types of the exercise's signature. */
  fits: boolean;
}

/** As `tsconfig.json` of the student's package has them, which `tsc` reads. */
export const packageOptions = {
  target: 'es2022',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: false,
  noImplicitAny: false,
  experimentalDecorators: true,
  skipLibCheck: true,
  declaration: true,
  rootDir: 'src',
  outDir: 'dist',
} as const;

/**
 * @param file where the module will lie
 * @param text the module
 * @param exercise its name, and its signature with the imports that this needs
 */
export function checkTypes(
  file: string,
  text: string,
  { id, signature }: { id: string; signature: string },
): CheckedTypes {
  const declared = 'gradus-signature';
  const [wanted, probe] = [`${declared}.d.ts`, 'gradus-probe.ts'].map((name) =>
    join(dirname(file), name),
  ) as [string, string];
  const manifest = join(dirname(file), 'package.json');
  const texts = new Map([
    [file, text],
    // A declaration file needs no words before a function, and is not checked itself.
    [wanted, `${signature}\nexport { ${id} };\n`],
    [
      probe,
      [
        `import type { ${id} as Wanted } from './${declared}.js';`,
        `import { ${id} } from './${id}.js';`,
        `export const fits: typeof Wanted = ${id};\n`,
      ].join('\n'),
    ],
    [manifest, '{ "type": "module" }'],
  ]);
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...packageOptions, declaration: false, noEmit: true, rootDir: undefined, outDir: undefined },
    dirname(file),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const own = (path: string): string | undefined => texts.get(path) ?? texts.get(join(path));
  host.fileExists = (path) => own(path) !== undefined || fileExists(path);
  host.readFile = (path) => own(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const found = own(path);
    return found === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, found, version);
  };
  // The folder is made only when there is something to put into it.
  const { directoryExists } = host;
  host.directoryExists = (path) => path === dirname(file) || (directoryExists?.(path) ?? true);
  host.getCurrentDirectory = () => dirname(file);
  const program = ts.createProgram([file, wanted, probe], options, host);
  const errorsOf = (path: string): ts.Diagnostic[] => {
    const source = program.getSourceFile(path);
    if (source === undefined) return [];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  };
  return {
    errors: errorsOf(file).map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ),
    fits: errorsOf(probe).length === 0,
  };
}
