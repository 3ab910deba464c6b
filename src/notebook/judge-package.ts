/** How the notebook reaches the judge: by name at run time, for the library depends on no grader. */
const judgePackage: string = 'gradus/judge';

/** Brings it when it is first needed. */
export const importJudge = async <T>(): Promise<T> => (await import(judgePackage)) as T;

/** Where the notebook lies, which has the name of its lesson among its folders. */
export const notebookPath = (): string =>
  // Jupyter tells its kernels which notebook they serve; their working directory is its folder.
  `${process.env.JPY_SESSION_NAME ?? ''}/${process.cwd()}`;
