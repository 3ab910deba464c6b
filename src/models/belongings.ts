/** What belongs to a model beside its weights; apart from what saves it, for the types of notebooks. */
import type { Scaler } from '../data/scaler.js';
import type { Vocabulary } from '../data/vocabulary.js';
import type { Tokenizer } from '../nlp/tokenizers/tokenizer.js';

export interface Belongings {
  /** The name of each class, in the order of the logits. */
  readonly labels?: readonly string[] | undefined;
  /** What its tokens are. */
  readonly vocabulary?: Vocabulary | undefined;
  /** How a text becomes its tokens. */
  readonly tokenizer?: Tokenizer | undefined;
  /** What its examples were scaled by. */
  readonly scaler?: Scaler | undefined;
}
