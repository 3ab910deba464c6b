/** Every way a command can end badly, as one sentence and an exit code. */
import { CommanderError } from 'commander';
import type { Language, Messages } from '../../src/messages/index.js';
import type { Params } from '../../src/messages/params.js';
import { wordsIn } from '../../src/messages/text.js';
import { terminalText } from '../results/plain-text.js';
import { UsageError } from '../results/types.js';
import { asCalled } from './called.js';
import { suggest } from './suggest.js';

/** The near names for an `unknown-only` of the engine, which knows the names of the class. */
function withNear(error: UsageError): UsageError {
  const { known, name } = error.params;
  if (typeof known !== 'string' || typeof name !== 'string') return error;
  const names = known.split(',').map((s) => s.trim());
  return new UsageError(error.code, { ...error.params, near: suggest(name, names) });
}

/** These are the machine's fault, not the caller's. */
const notUsage: ReadonlySet<string> = new Set([
  'sandbox-unavailable',
  'cannot-write',
  'course-invalid',
  'out-of-room',
]);

/** What the file system refused, whichever command met it: a fault of the path or of the machine. */
function fromFileSystem(error: NodeJS.ErrnoException): UsageError | undefined {
  const { code = '', syscall, path } = error;
  if (syscall === undefined) return undefined;
  if (noRoom.has(code)) return new UsageError('out-of-room', { path: path ?? '', detail: code });
  // A file that is not there is looked for before: if it reaches this, it is one of ours.
  return path === undefined || !refused.has(code)
    ? undefined
    : new UsageError('path-refused', { path, detail: code });
}

const noRoom: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);
const refused: ReadonlySet<string> = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'],
]);

/** Commander tells its errors by code; the names in question stand only in its English message. */
function fromCommander(error: CommanderError, commands: readonly string[]): UsageError {
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  switch (error.code) {
    case 'commander.unknownOption': {
      const [, suggestion = ''] = /Did you mean (\S+?)\?/.exec(error.message) ?? [];
      return new UsageError('unknown-option', { option: quoted, near: suggestion });
    }
    case 'commander.unknownCommand':
      return new UsageError('unknown-command', { name: quoted, near: suggest(quoted, commands) });
    case 'commander.missingArgument':
      return new UsageError('missing-argument', { name: quoted });
    case 'commander.missingMandatoryOptionValue':
    case 'commander.optionMissingArgument':
      return new UsageError('missing-value', { option: quoted });
    case 'commander.excessArguments':
      return new UsageError('too-many-arguments');
    default:
      return new UsageError('bad-arguments', { detail: error.message });
  }
}

/** Errors of other rooms, known by their code: their modules are not loaded for a wrong option. */
function fromCode(
  error: Error & { code?: unknown; probes?: unknown },
  language: Language,
): UsageError | undefined {
  if (error.code === 'course-invalid') {
    return new UsageError('course-invalid', { problems: error.message });
  }
  if (error.code === 'reference-invalid') {
    return new UsageError('reference-invalid', { problems: error.message });
  }
  if (error.code !== 'no-sandbox') return fromFileSystem(error as NodeJS.ErrnoException);
  const probes = Array.isArray(error.probes) ? error.probes : [];
  const detail = probes
    .map(({ name, reason = '' }) => `${name}: ${wordsIn(reason, language)}`)
    .join('; ');
  return new UsageError('sandbox-unavailable', { detail });
}

/** Says what went wrong on stderr. @returns the exit code: 2 wrong usage, 1 the grader itself */
export function report(
  error: unknown,
  commands: readonly string[],
  m: Messages,
  called = 'gradus',
): number {
  let usage = error instanceof UsageError ? error : undefined;
  if (error instanceof CommanderError) usage = fromCommander(error, commands);
  else if (usage === undefined && error instanceof Error) usage = fromCode(error, m.language);
  const table: Readonly<Record<string, (p: Params) => string>> = m.cli.errors;
  const say = (sentence: string): void =>
    console.error(terminalText(m.cli.error({ sentence: asCalled(sentence, called) })));
  if (usage !== undefined) {
    const known = Object.hasOwn(table, usage.code) ? table[usage.code] : undefined;
    say(known ? known(withNear(usage).params) : usage.message);
    return notUsage.has(usage.code) ? 1 : 2;
  }
  say(m.cli.errors.bug({ message: error instanceof Error ? error.message : String(error) }));
  if (process.env.GRADUS_DEBUG && error instanceof Error) console.error(error.stack);
  return 1;
}
