/** The process that grades: one submission at a time, in a sandbox; then its pages. */
import { deserialize } from 'node:v8';
import type { Language } from '../../src/messages/index.js';
import type { Issue, Verdict } from '../judge/verdict.js';
import { studentFiles } from '../report/write.js';
import { recordSubmission } from '../results/record.js';
import type { Results, StudentResult } from '../results/results.js';
import type { Notice } from '../results/types.js';
import type { TypeDiagnostic } from '../submission/type-check.js';
import { join } from './frames.js';
import { type Asked, type GraderConfig, type OpenGrader, openGrader } from './grader.js';
import { serve, type Tools } from './serve.js';
import { fromBytes, type Listed } from './submission.js';
import { diagnosticsFrom } from './type-diagnostics.js';

let grader: OpenGrader | undefined;
let onSandbox = (): void => {};

const open = (): OpenGrader => {
  if (grader === undefined) throw new Error('Expected `open` first.');
  return grader;
};

interface DecidedRequest {
  submission: Listed;
  asked: Asked;
  verdict: Exclude<Verdict, 'passed'>;
  issue: Issue;
  notices: Notice[];
  hash: string;
}

serve({
  async open(_: unknown, body: Uint8Array) {
    grader = await openGrader(deserialize(body) as GraderConfig, () => onSandbox());
    const { isolation, referenceHash, oneAtATime } = grader;
    return { value: { isolation, referenceHash, oneAtATime } };
  },

  async grade({ asked }: { asked: Asked }, body: Uint8Array, tools: Tools) {
    tools.stage('prepare');
    onSandbox = () => tools.stage('test');
    const submission = fromBytes(body);
    const unchecked: Notice[] = [];
    const diagnostics = tools.later.then((bytes): TypeDiagnostic[] | undefined => {
      const found = diagnosticsFrom(bytes);
      const isUnchecked = found === undefined && submission.notebook !== undefined;
      if (isUnchecked) unchecked.push({ code: 'types-unchecked', params: {} });
      return found ?? (submission.notebook === undefined ? [] : undefined);
    });
    const grade = await open().grade(submission, asked, diagnostics);
    tools.stage('report');
    grade.notices = [...grade.notices, ...unchecked];
    const times = grade.exercises.flatMap(({ tests }) => tests.map(({ id, ms }) => [id, ms]));
    return { value: { record: recordSubmission(grade), times: Object.fromEntries(times) } };
  },

  async decided({ submission, asked, ...outcome }: DecidedRequest) {
    return {
      value: { record: recordSubmission(open().decided(submission, asked, outcome)), times: {} },
    };
  },

  async pages(
    {
      results,
      student,
      language,
    }: { results: Results; student: StudentResult; language: Language },
    _: Uint8Array,
    tools: Tools,
  ) {
    tools.stage('report');
    const files = studentFiles(results, student, language);
    const { lengths, body } = join([...files.values()].map((text) => Buffer.from(text)));
    return { value: { names: [...files.keys()], lengths }, body };
  },

  async close() {
    await grader?.close();
    return {};
  },
});
