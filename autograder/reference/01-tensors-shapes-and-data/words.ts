/** Names of tests that several exercises of lesson 01 have. */
import type { Text } from '../../../src/messages/text.js';

export const seedDecides: Text = { en: 'the seed decides', zh: '由种子决定' };
export const refuses: Text = { en: 'it refuses what does not fit', zh: '拒绝不符合要求的输入' };
