/** An error of a child process, as data: the command line knows errors by their code. */
import { z } from 'zod';
import { isErrorCode } from '../results/codes.js';
import { wordingSchema } from '../results/results.js';
import { UsageError } from '../results/types.js';

const params = z.record(z.string(), z.union([z.string(), z.number()]));

export const failureSchema = z.strictObject({
  name: z.string(),
  message: z.string(),
  stack: z.string(),
  code: z.string().optional(),
  params: params.optional(),
  probes: z.array(z.object({ name: z.string(), reason: wordingSchema.optional() })).optional(),
});
export type FailureData = z.infer<typeof failureSchema>;

const mostText = 20_000;

export function failureOf(error: unknown): FailureData {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error).slice(0, mostText), stack: '' };
  }
  const { code, params, probes } = error as Error & Partial<FailureData>;
  return {
    name: error.name,
    message: error.message.slice(0, mostText),
    stack: (error.stack ?? '').slice(0, mostText),
    ...(typeof code === 'string' && { code }),
    ...(params !== undefined && { params }),
    ...(probes !== undefined && {
      probes: probes.map(({ name, reason }) => ({ name, ...(reason !== undefined && { reason }) })),
    }),
  };
}

export function failureFrom({ name, message, stack, code, params, probes }: FailureData): Error {
  if (name === 'UsageError' && isErrorCode(code)) return new UsageError(code, params);
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return Object.assign(error, code !== undefined && { code }, probes !== undefined && { probes });
}
