/**
 * The codes of notices, issues, guesses and errors: the keys of the message catalogue, so that each
 * has its sentences and no other can be given.
 */
import { messages } from '../../src/messages/index.js';

const { judge, cli } = messages('en');

const keysOf = <T extends object>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

export const issueCodes = keysOf(judge.issues);
export const noticeCodes = keysOf(judge.notices);
export const guessCodes = keysOf(judge.guesses);
export const errorCodes = keysOf(cli.errors);

/** What can be wrong with how the grader was called, or with what it was given. */
export type ErrorCode = (typeof errorCodes)[number];

export const isErrorCode = (code: unknown): code is ErrorCode =>
  errorCodes.some((known) => known === code);
