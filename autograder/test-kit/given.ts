/** What differs between a visible test and its hidden twin, inputs apart. */
import type { Text, Wording } from '../../src/messages/text.js';
import type { TestSpec } from '../judge/test.js';

export interface Given {
  name: Wording;
  points: number;
  visible: boolean;
  hint?: Wording;
  kind?: TestSpec['kind'];
}

/** Of a test that students see; the hint says how to go on, not the answer. */
export const shown = (name: Wording, points: number, hint: Text): Given => ({
  name,
  points,
  visible: true,
  hint,
});

/** Of a test that students do not see. */
export const unseen = (name: Wording, points: number): Given => ({ name, points, visible: false });

/** The same of a lesson's own words. */
export const hidden = (en: string, zh: string, points: number): Given => unseen({ en, zh }, points);
