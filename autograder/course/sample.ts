/** A small right lesson for tests, and a way to spoil it. */
export const sample = `---
id: 07-sample
title: A sample
language: en
version: 3
promise: You learn nothing.
minutes: { read: 5, run: 1 }
hardware: any
roles: [data]
prerequisites: []
objectives:
  - add one
---

## Begin

Text before, with a formula $a_1$ and a price of \\$5.

\`\`\`ts
const one = 1;
\`\`\`

\`\`\`ts static
neverRuns();
\`\`\`

## Exercise: add one

Write \`addOne\`.

\`\`\`ts static
function addOne(n: number): number;
\`\`\`

\`\`\`ts exercise=addOne points=2 difficulty=1 importance=2 minutes=5
function addOne(n: number): number {
  throw new Error('not yet');
}
\`\`\`

\`\`\`ts check=addOne
await check('addOne', addOne);
\`\`\`

<details>
<summary>Hint 1: a nudge</summary>

Use **plus**.

</details>

<details><summary>Hint 2: more</summary>

\`n + 1\`

</details>

<details><summary>Hint 3: nearly there</summary>

\`return n + 1\`

</details>
`;

/** The sample with one text replaced; fails when there is nothing to replace. */
export function spoilt(from: string, to: string): string {
  if (!sample.includes(from)) throw new Error(`the sample has no ${from}`);
  return sample.replace(from, to);
}
