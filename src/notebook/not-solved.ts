/**
 * Thrown by an exercise as it is handed out: the judge tells "not solved yet" from a mistake by it.
 *
 * @example
 * function softmax(logits: Tensor2D): Tensor2D {
 *   throw new NotSolvedError('softmax'); // replace this line
 * }
 */
export class NotSolvedError extends Error {
  override readonly name = 'NotSolvedError';
  readonly code = 'not-solved';
  constructor(readonly exercise: string) {
    super(`${exercise} is not solved yet: write your code in its cell, in place of this error.`);
  }
}

const sentence = /^([\p{ID_Start}$_][\p{ID_Continue}$]{0,80}) is not solved yet/u;

/** The exercise that such an error's message names, where only its text came through. */
export const unsolvedIn = (message: string): string | undefined => sentence.exec(message)?.[1];
