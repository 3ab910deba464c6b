/** `quiz`: whether an answer is right, and why. It gives no points and is answered offline. */
import { messages } from '../messages/index.js';
import { type Wording, wordsIn } from '../messages/text.js';
import { writeCoursePage } from './course-page.js';
import { recordQuiz, workspaceOf } from './course-record.js';
import { inlineMarkup } from './inline-markup.js';
import { importJudge, notebookPath } from './judge-package.js';
import { inNotebook, type MimeBundle, showBundle } from './tslab.js';

/** Questions as the judge has them. */
export interface QuizSource {
  findQuiz(
    quiz: string,
    lesson?: string,
  ): Promise<{
    found: readonly QuizFound[];
    /** `lesson/quiz` */
    known: readonly string[];
  }>;
}

interface QuizFound {
  lesson: string;
  answers: readonly { why: Wording; right: boolean }[];
}

export interface QuizOptions {
  /** Folder name of the lesson; needed only where two lessons have a question of this name. */
  lesson?: string;
}

const letters = 'abcdef';
const nameOf = (known: string): string => known.slice(known.lastIndexOf('/') + 1);

/**
 * Makes `quiz`.
 *
 * @param options `load` brings the questions; `lessonPath` is where the notebook lies; `record` is
 *   told of each answer
 */
export function createQuiz(options: {
  load: () => Promise<QuizSource>;
  lessonPath?: () => string;
  record?: (lesson: string, quiz: string, right: boolean) => void;
}): (name: string, answer: string, options?: QuizOptions) => Promise<void> {
  return async (name, answer, { lesson } = {}) => {
    const text = messages().notebook.quiz;
    const { found, known } = await (await options.load()).findQuiz(name, lesson);
    const folders = (options.lessonPath?.() ?? '').split(/[\\/]/);
    const here = found.find((one) => folders.includes(one.lesson));
    const one = here ?? found[0];
    if (one === undefined) {
      const list = [...new Set(known.map(nameOf))].join(', ');
      throw new Error(text.unknown({ name: String(name), list }));
    }
    if (here === undefined && found.length > 1) {
      const list = found.map((other) => other.lesson).join(', ');
      throw new Error(text.ambiguous({ name, list, lesson: one.lesson }));
    }
    const possible = letters.slice(0, one.answers.length);
    const last = possible.at(-1) ?? 'a';
    const given = typeof answer === 'string' ? answer.trim().toLowerCase() : undefined;
    if (given === '?' || given === '') {
      show(undefined, text.choose({ last }));
      return;
    }
    const chosen = given?.length === 1 ? one.answers[possible.indexOf(given)] : undefined;
    if (chosen === undefined) {
      throw new RangeError(text.letter({ last, got: JSON.stringify(answer) ?? typeof answer }));
    }
    options.record?.(one.lesson, name, chosen.right);
    const why = wordsIn(chosen.why, messages().language);
    show(chosen.right, chosen.right ? text.right({ why }) : text.wrong({ why }));
  };
}

/** Told apart by their sign too, on a light and on a dark page. */
const signs = { right: ['✓', '#009E73'], wrong: ['✗', '#D55E00'] } as const;

function show(right: boolean | undefined, sentence: string): void {
  const [sign, colour] = right === undefined ? [] : right ? signs.right : signs.wrong;
  const mark = sign === undefined ? '' : `<strong style="color:${colour}">${sign}</strong> `;
  const bundle: MimeBundle = {
    'text/html': `<div>${mark}${inlineMarkup(sentence)}</div>`,
    'text/plain': sign === undefined ? sentence : `${sign} ${sentence}`,
  };
  showBundle(bundle);
}

/** For the page of the course; a workspace that cannot be written to costs nobody an answer. */
function keepAnswer(lesson: string, name: string, right: boolean): void {
  if (!inNotebook()) return;
  try {
    const workspace = workspaceOf(process.cwd());
    if (workspace === undefined) return;
    recordQuiz(workspace, lesson, name, { right, at: new Date().toISOString() });
    writeCoursePage(workspace);
  } catch {
    // A full disk or a folder that is read-only: the answer is shown all the same.
  }
}

const asked = createQuiz({
  load: importJudge<QuizSource>,
  lessonPath: notebookPath,
  record: keepAnswer,
});

/**
 * Says whether an answer to a question of the lesson is right, and why. It gives no points; answer
 * as often as you like.
 *
 * @param name the question's name
 * @param answer the letter of the answer, e.g. `'b'`; `'?'` asks nothing yet
 * @throws Error that lists the known names, when no lesson has such a question
 * @throws RangeError when there is no answer of this letter
 * @example
 * await quiz('firstLoss', 'b');
 */
export const quiz = (name: string, answer: string, options?: QuizOptions): Promise<void> =>
  asked(name, answer, options);
