/** What a lesson and its parts are called, in both languages where there is a translation. */
import type { Wording } from '../../src/messages/text.js';
import type { Lesson } from '../course/index.js';
import { translationOf } from '../course/translated.js';

export interface Titles {
  lesson: Wording;
  /** Of its exercises and artefacts, by id. */
  parts: Readonly<Record<string, Wording>>;
}

const worded = (en: string, zh: string | undefined): Wording =>
  zh === undefined || zh === en ? en : { en, zh };

const partsOf = ({ exercises, artefacts }: Lesson) => [...exercises, ...artefacts];

/** The titles of a lesson; a string where it has no Chinese text, or one that is out of date. */
export async function titlesOf(lesson: Lesson): Promise<Titles> {
  const chinese = await translationOf(lesson);
  const inChinese = new Map((chinese ? partsOf(chinese) : []).map(({ id, title }) => [id, title]));
  return {
    lesson: worded(lesson.title, chinese?.title),
    parts: Object.fromEntries(
      partsOf(lesson).map(({ id, title }) => [id, worded(title, inChinese.get(id))]),
    ),
  };
}
