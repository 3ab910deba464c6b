/** What the parts of `syllabus.md` hold: the course, its modules, what grows around them. */
import { z } from 'zod';

/** The three jobs that the course trains people for. */
export const roles = ['algorithm', 'data', 'ai-engineer'] as const;
export type Role = (typeof roles)[number];

/** Number of a module, as `M08b` of the prerequisite graph has it without its M. */
const numberSchema = z.string().regex(/^\d{2}[a-z]?$/, 'expected two digits and perhaps a letter');

/** Id of a module: its lesson's folder. */
export const moduleId = z
  .string()
  .regex(
    /^\d{2}[a-z]?-[a-z0-9]+(-[a-z0-9]+)*$/,
    'expected two digits, perhaps a letter, and words, joined by hyphens',
  );

const sentence = z.string().min(1).max(400);
const share = z.number().min(0).max(1);

const lateRuleSchema = z.strictObject({
  /** Not late before so many minutes after the due date. */
  graceMinutes: z.int().min(0),
  /** Share of the points that each day begun takes away. */
  lossPerDay: share,
  /** After so many days nothing is accepted. */
  mostDays: z.int().min(0),
});

export const courseSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().positive(),
  language: z.enum(['en', 'zh']),
  /** The title in Chinese; without it the one in the heading. */
  zh: sentence.optional(),
  /** By name; a module names the one that holds for it. */
  lateRules: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), lateRuleSchema),
});
export type CourseMeta = z.infer<typeof courseSchema>;

export const moduleSchema = z.strictObject({
  id: moduleId,
  /** Its title in Chinese. */
  zh: sentence,
  status: z.enum(['ready', 'planned']),
  roles: z.array(z.enum(roles)).min(1),
  /** Of a student's work, exercises included. */
  hours: z.number().positive(),
  /** Share of the grade of the course, in percent. */
  weight: z.number().min(0),
  /** With an offset, e.g. `2027-03-15T23:59:00+08:00`; `none` where everyone has their own pace. */
  due: z.union([z.literal('none'), z.iso.datetime({ offset: true })]),
  late: z.string(),
});

export const projectSchema = z.strictObject({
  id: z.string().regex(/^P\d+$/, 'expected P and a number'),
  zh: sentence,
  after: numberSchema,
  roles: z.array(z.enum(roles)).min(1),
  hours: z.number().positive(),
  weight: z.number().min(0),
  due: moduleSchema.shape.due,
  late: z.string(),
  /** Share of its points that the grader gives by itself; the rest is marked by a rubric. */
  automatic: share,
});

export const capstoneSchema = z.strictObject({
  zh: sentence,
  /** Modules that it wants, all of them. */
  after: z.array(numberSchema).min(1),
  /** And at least one of these. */
  afterOneOf: z.array(numberSchema).default([]),
  hours: z.number().positive(),
  weight: z.number().min(0),
  due: moduleSchema.shape.due,
  late: z.string(),
  automatic: share,
});

export const leaderboardSchema = z.strictObject({
  after: numberSchema,
  /** What is compared, e.g. `validation loss in nats a character`. */
  metric: sentence,
  lessIsBetter: z.boolean(),
  /** What a run may take, in minutes of two cores. */
  minutes: z.number().positive(),
});

/** A title in both languages. */
export interface Title {
  en: string;
  zh: string;
}

interface Placed {
  title: Title;
  /** Line of its heading. */
  line: number;
}

export interface Module extends Omit<z.infer<typeof moduleSchema>, 'zh'>, Placed {
  /** `08b` */
  number: string;
  /** What a student can do after it, as verbs. */
  objectives: readonly string[];
  /** Numbers of the modules that come right before it, by the graph. */
  after: readonly string[];
}

export interface Project extends Omit<z.infer<typeof projectSchema>, 'zh'>, Placed {
  /** What is handed in and how it is judged, as Markdown. */
  text: string;
}

export interface Capstone extends Omit<z.infer<typeof capstoneSchema>, 'zh'>, Placed {
  text: string;
}

export interface Leaderboard extends z.infer<typeof leaderboardSchema> {
  text: string;
  line: number;
}

/** How much of a skill a role needs. */
export const levels = { core: '●', recommended: '◐', optional: '○' } as const;
export type Level = keyof typeof levels;

export interface Skill {
  title: string;
  levels: Readonly<Record<Role, Level>>;
  /** Numbers of the modules that teach it. */
  modules: readonly string[];
}

/** What someone of a role works through; the letters are numbers of modules and ids of projects. */
export interface Path {
  core: readonly string[];
  /** Solved notebook read and run, the quiz, two exercises. */
  reading: readonly string[];
  elective: readonly string[];
}

export interface RoleMeta {
  /** What someone of this role owns in a team. */
  text: string;
  path: Path;
  /** Of its core and reading together, from those of the modules. */
  hours: number;
}

/** Reading mode takes so much of a module's hours. */
export const readingShare = 0.4;

export interface Reading {
  title: string;
  link: string;
  text: string;
}

export interface Syllabus extends CourseMeta {
  title: string;
  /** In the order of their numbers. */
  modules: readonly Module[];
  roles: Readonly<Record<Role, RoleMeta>>;
  skills: readonly Skill[];
  projects: readonly Project[];
  capstone: Capstone;
  leaderboard: Leaderboard;
  reading: readonly Reading[];
  /** What students may use assistants for, as Markdown. */
  assistants: string;
  glossary: readonly { english: string; chinese: string }[];
}
