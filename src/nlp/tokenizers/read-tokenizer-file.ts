/** A `tokenizer.json` of anyone's, checked. */
import * as z from 'zod/mini';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { byteAlphabet } from './byte-alphabet.js';
import { CHARACTERS } from './pre-tokenizers.js';
import type { TokenIds, TokenizerFile } from './tokenizer-file.js';
import { TokenizerFileError } from './tokenizer-file-error.js';

/** By hand: zod passes over a token that is called `__proto__`. */
const ids = z.custom<TokenIds>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((id) => Number.isInteger(id) && id >= 0),
);
const count = z.int().check(z.minimum(0));
const empty = z.nullable(z.literal(''));

const addedToken = z.object({
  id: count,
  content: z.string().check(z.minLength(1)),
  single_word: z.literal(false),
  lstrip: z.literal(false),
  rstrip: z.literal(false),
  normalized: z.boolean(),
  special: z.boolean(),
});

const simpleNormalizer = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase']) }),
  z.object({
    type: z.literal('BertNormalizer'),
    clean_text: z.boolean(),
    handle_chinese_chars: z.boolean(),
    strip_accents: z.nullable(z.boolean()),
    lowercase: z.boolean(),
  }),
]);
const normalizer = z.discriminatedUnion('type', [
  simpleNormalizer,
  z.object({ type: z.literal('Sequence'), normalizers: z.array(simpleNormalizer) }),
]);

const byteLevel = z.object({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.boolean(),
  trim_offsets: z._default(z.boolean(), true),
  use_regex: z._default(z.boolean(), true),
});
const preTokenizer = z.discriminatedUnion('type', [
  byteLevel,
  z.object({ type: z.enum(['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit']) }),
  z.object({
    type: z.literal('Split'),
    pattern: z.object({ Regex: z.literal(CHARACTERS) }),
    behavior: z.literal('Isolated'),
    invert: z.literal(false),
  }),
]);
const decoder = z.discriminatedUnion('type', [
  byteLevel,
  z.object({ type: z.literal('WordPiece'), prefix: z.string(), cleanup: z.boolean() }),
  z.object({ type: z.literal('Fuse') }),
]);

const model = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('BPE'),
    dropout: z._default(z.null(), null),
    unk_token: z._default(z.null(), null),
    continuing_subword_prefix: z._default(empty, null),
    end_of_word_suffix: z._default(empty, null),
    fuse_unk: z._default(z.boolean(), false),
    byte_fallback: z._default(z.literal(false), false),
    ignore_merges: z._default(z.literal(false), false),
    vocab: ids,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
  z.object({
    type: z.literal('WordPiece'),
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: count,
    vocab: ids,
  }),
  z.object({ type: z.literal('WordLevel'), vocab: ids, unk_token: z.string() }),
]);

const schema = z.object({
  version: z._default(z.string(), '1.0'),
  truncation: z.optional(z.unknown()),
  padding: z.optional(z.unknown()),
  added_tokens: z._default(z.array(addedToken), []),
  normalizer: z._default(z.nullable(normalizer), null),
  pre_tokenizer: preTokenizer,
  post_processor: z.optional(z.unknown()),
  decoder: z._default(z.nullable(decoder), null),
  model,
}) satisfies z.ZodMiniType<TokenizerFile>;

const refusal = (field: string, given: unknown): TokenizerFileError =>
  new TokenizerFileError(messages().nlp.tokenizerFile({ field, given: shown(given) }));

const valueAt = (owner: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), owner);

/** What the schema cannot say: numbers 0 … V-1 each once, merges of known tokens, parts that go together. */
function checkWhole({ model: { vocab, ...rest }, ...file }: TokenizerFile): void {
  const numbers = new Map(Object.entries(vocab));
  for (const { content, id, normalized } of file.added_tokens) {
    if ((numbers.get(content) ?? id) !== id) throw refusal(`added_tokens: ${content}`, id);
    if (normalized && file.normalizer !== null) throw refusal('added_tokens.normalized', true);
    numbers.set(content, id);
  }
  const taken = new Set(numbers.values());
  for (const [token, id] of numbers) {
    if (id >= numbers.size) throw refusal(`model.vocab: ${token}`, id);
  }
  if (taken.size !== numbers.size) throw refusal('model.vocab', `${numbers.size - taken.size} × 2`);
  if (rest.type === 'WordPiece' && vocab[rest.unk_token] === undefined) {
    throw refusal('model.unk_token', rest.unk_token);
  }
  if (rest.type !== 'BPE') return;
  if (file.pre_tokenizer.type !== 'ByteLevel') throw refusal('pre_tokenizer', file.pre_tokenizer);
  if (file.decoder?.type !== 'ByteLevel') throw refusal('decoder', file.decoder);
  const absent = byteAlphabet.find((byte) => vocab[byte] === undefined);
  if (absent !== undefined) throw refusal('model.vocab', absent);
}

/**
 * Checks what a `tokenizer.json` holds.
 *
 * @throws TokenizerFileError for what is none, or asks for more than the library runs
 */
export function readTokenizerFile(given: unknown): TokenizerFile {
  const { success, data, error } = z.safeParse(schema, given);
  if (!success) {
    const path = error.issues[0]?.path ?? [];
    throw refusal(path.map(String).join('.') || 'tokenizer.json', valueAt(given, path));
  }
  const file = data as TokenizerFile;
  checkWhole(file);
  return file;
}
