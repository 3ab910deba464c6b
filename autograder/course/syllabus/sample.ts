/** A small right syllabus for tests, and a way to spoil it. */
export const sampleSyllabus = `---
id: sample
version: 1
language: en
lateRules:
  standard: { graceMinutes: 60, lossPerDay: 0.1, mostDays: 5 }
---

# The course

## Roles

| Role | Core | Reading | Elective |
|---|---|---|---|
| algorithm | 08b, P1 | 07 | – |
| data | 07 | – | – |
| ai-engineer | 08b | 07 | – |

### algorithm

Makes models.

### data

Owns data.

### ai-engineer

Makes products.

## Skills

| Skill | algorithm | data | ai-engineer | Modules |
|---|---|---|---|---|
| Adding | ● | ◐ | ○ | 07 |
| Taking away | ● | ○ | ● | 08b |

## Modules

### 07 A sample

\`\`\`yaml
id: 07-sample
zh: 样例
status: ready
roles: [data]
hours: 2
weight: 40
due: 2027-03-15T23:59:00+08:00
late: standard
\`\`\`

- add one

### 08b Nets

\`\`\`yaml
id: 08b-nets
zh: 网络
status: planned
roles: [algorithm, ai-engineer]
hours: 5
weight: 30
due: none
late: standard
\`\`\`

- build a net
- train it

## Prerequisites

\`\`\`mermaid
flowchart LR
  M07[07 M01 in brackets is text] --> M08b
\`\`\`

## Projects

### P1 Break it

\`\`\`yaml
zh: 弄坏
id: P1
after: '07'
roles: [algorithm]
hours: 8
weight: 10
due: none
late: standard
automatic: 0.5
\`\`\`

One number.

## Capstone

\`\`\`yaml
zh: 毕业
after: ['07']
hours: 10
weight: 20
due: none
late: standard
automatic: 0.7
\`\`\`

One product.

## Leaderboard

\`\`\`yaml
after: '07'
metric: loss
lessIsBetter: true
minutes: 5
\`\`\`

## Reading

- [A book](https://example.org), for words

## Assistants

They may explain.

## Glossary

| English | 中文 |
|---|---|
| loss | 损失 |
`;

/** The sample with one text replaced; fails when there is nothing to replace. */
export function spoiltSyllabus(from: string, to: string): string {
  if (!sampleSyllabus.includes(from)) throw new Error(`the sample has no ${from}`);
  return sampleSyllabus.replace(from, to);
}
