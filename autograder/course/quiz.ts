/**
 * A question with answers to choose from, each with an explanation: a fence of `quiz` that holds YAML.
 *
 * In the notebook the question is text and the student's cell asks about one letter; which answer is
 * right, and why, comes from what is recorded at build, so it is not read by accident.
 */
import { z } from 'zod';
import type { Problems } from './problem.js';
import { parseYaml } from './yaml.js';

const markdown = z.string().trim().min(1).max(1000);

const answerSchema = z.strictObject({
  text: z.union([markdown, z.number().transform(String)]),
  /** What is true or false about it. */
  why: markdown,
  right: z.literal(true).optional(),
});

const quizSchema = z.strictObject({
  question: markdown,
  answers: z
    .array(answerSchema)
    .min(2)
    .max(6)
    .refine(
      (answers) => answers.filter(({ right }) => right).length === 1,
      'expected one answer with `right: true`',
    )
    .refine(
      (answers) => new Set(answers.map(({ text }) => text)).size === answers.length,
      'expected answers that differ',
    ),
});

export interface Quiz {
  /** Unique in its lesson. */
  id: string;
  /** As Markdown. */
  question: string;
  answers: readonly { text: string; why: string; right: boolean }[];
}

export const letterOf = (index: number): string => String.fromCharCode(97 + index);

/** Reads what a fence holds. */
export function parseQuiz(
  id: string,
  text: string,
  firstLine: number,
  problems: Problems,
): Quiz | undefined {
  const parsed = parseYaml(text, firstLine, quizSchema, problems);
  if (parsed === undefined) return undefined;
  const answers = parsed.answers.map(({ right, ...rest }) => ({ ...rest, right: right === true }));
  return { id, question: parsed.question, answers };
}

/** The question as a notebook shows it. */
export function quizText({ question, answers }: Quiz): string {
  const lines = answers.map(
    ({ text }, i) => `- **${letterOf(i)}**  ${text.replace(/\n/g, '\n  ')}`,
  );
  return `${question}\n\n${lines.join('\n')}`;
}

/** The cell in which a student answers. */
export const quizCall = (id: string, letter = '?'): string => `await quiz('${id}', '${letter}');`;
