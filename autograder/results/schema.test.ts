/**
 * The JSON Schema files: made from the schemas that check what is written, for programs that read it.
 *
 * When they differ: `npm test -- -u autograder/results/schema.test.ts`.
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sampleClass } from '../report/sample.js';
import { studentFiles } from '../report/write.js';
import { recordClass, recordTimes } from './record.js';
import {
  outputsSchema,
  recordSchema,
  resultsSchema,
  studentViewSchema,
  timesSchema,
} from './results.js';
import { outputsText, resultsText } from './store.js';

const schemas = {
  results: resultsSchema,
  record: recordSchema,
  student: studentViewSchema,
  outputs: outputsSchema,
  times: timesSchema,
};

test.each(Object.entries(schemas))(
  '%s.schema.json is what its schema gives',
  async (name, schema) => {
    // As it is read: what was printed may be missing.
    const made = z.toJSONSchema(schema, { io: 'input' });
    const text = `${JSON.stringify({ title: `gradus ${name}`, ...made }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`schema/${name}.schema.json`);
    expect(made).toMatchObject({
      additionalProperties: false,
      properties: { schemaVersion: { const: 3 } },
    });
  },
);

test('a code that has no sentence is in no record', () => {
  const made = JSON.stringify(z.toJSONSchema(resultsSchema));
  expect(made).toContain('"value-mismatch"');
  expect(made).not.toContain('"no-such-code"');
  const results = recordClass(sampleClass());
  Object.assign(results.students[0]?.notices[0] ?? {}, { code: 'constructor' });
  expect(resultsSchema.safeParse(results).success).toBe(false);
});

test('every file that is written has its schema, and keeps to it', () => {
  const results = recordClass(sampleClass());
  const [student] = results.students;
  if (student === undefined) throw new Error('the sample has changed');
  const files = [...studentFiles(results, student, 'en')].filter(([name]) =>
    name.endsWith('.json'),
  );
  const text = (part: string) => files.find(([name]) => name.startsWith(part))?.[1] ?? '';
  expect(files).toHaveLength(2);
  recordSchema.parse(JSON.parse(text('instructor/')));
  studentViewSchema.parse(JSON.parse(text('student/')));
  resultsSchema.parse(JSON.parse(resultsText(results)));
  outputsSchema.parse(JSON.parse(outputsText(results)));
  const times = { totalMs: 1, students: { ada: { totalMs: 1, tests: { 'a/b': 2 } } } };
  timesSchema.parse(recordTimes(times));
});
