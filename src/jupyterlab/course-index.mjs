/** What the page of the course needs of it: no statements, no hints. */

/**
 * @typedef {object} LessonLike
 * @property {string} id
 * @property {string} title
 * @property {string} promise
 * @property {{ read: number, run: number }} minutes
 * @property {readonly string[]} objectives
 * @property {readonly { id: string, title: string }[]} exercises
 * @property {readonly { id: string }[]} quizzes
 */

/**
 * @param {{
 *   syllabus: { title: string, zh?: string, modules: readonly { number: string, id: string, title: { en: string, zh: string } }[] },
 *   lessons: readonly LessonLike[],
 * }} course its lessons in the language, where they have it
 * @param {'en' | 'zh'} [language]
 * @param {(lesson: string) => string} [notebookOf] the file of a lesson in the workspace
 */
export function courseIndex(
  { syllabus, lessons },
  language = 'en',
  notebookOf = () => 'lesson.ipynb',
) {
  const inChinese = language === 'zh' ? syllabus.zh : undefined;
  return {
    title: inChinese ?? syllabus.title,
    lessons: syllabus.modules.map(({ number, title, id }) => {
      const lesson = lessons.find((one) => one.id === id);
      if (lesson === undefined) return { number, title: title[language] };
      const { promise, minutes, objectives } = lesson;
      const exercises = lesson.exercises.map((one) => ({ id: one.id, title: one.title }));
      return {
        number,
        title: lesson.title,
        id: lesson.id,
        notebook: notebookOf(lesson.id),
        promise,
        minutes,
        objectives,
        exercises,
        quizzes: lesson.quizzes.map((quiz) => quiz.id),
      };
    }),
  };
}
