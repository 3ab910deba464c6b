/** What `config.json` of a checkpoint says, as the options of a GPT. */
import * as z from 'zod/mini';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { GptOptions } from '../../models/nlp/gpt.js';
import type { Complete } from '../../models/spec.js';
import { CheckpointError } from './checkpoint-error.js';

/** The formats that are read, by the `model_type` of their configuration. */
export type CheckpointFormat = 'gpt2' | 'llama';

export interface CheckpointConfig {
  readonly format: CheckpointFormat;
  readonly options: Complete<Omit<GptOptions, 'seed'>>;
  /** Which dense layers of a Llama have a bias in the file; those of the others are 0. */
  readonly biases: { readonly attention: boolean; readonly feedForward: boolean };
}

const size = z.int().check(z.minimum(1));
const positive = z.number().check(z.gt(0));
/** What may be left out has the default of Hugging Face's `transformers`. */
const or = <T extends z.ZodMiniType>(schema: T, value: z.output<T>) =>
  z._default(schema, value as never);

const gpt2Schema = z.object({
  model_type: z.literal('gpt2'),
  vocab_size: size,
  n_positions: or(size, 1024),
  n_embd: size,
  n_layer: size,
  n_head: size,
  n_inner: or(z.nullable(size), null),
  // Two names of one formula: GELU in its tanh form.
  activation_function: or(z.enum(['gelu_new', 'gelu_pytorch_tanh']), 'gelu_new'),
  layer_norm_epsilon: or(positive, 1e-5),
  scale_attn_weights: or(z.literal(true), true),
  scale_attn_by_inverse_layer_idx: or(z.literal(false), false),
  add_cross_attention: or(z.literal(false), false),
  tie_word_embeddings: or(z.boolean(), true),
});

/** Turns that are not stretched. */
const plainTurns = z.object({
  rope_type: or(z.literal('default'), 'default'),
  rope_theta: z.optional(positive),
});
const llamaSchema = z.object({
  model_type: z.literal('llama'),
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: or(z.nullable(size), null),
  head_dim: or(z.nullable(size), null),
  hidden_act: or(z.literal('silu'), 'silu'),
  max_position_embeddings: or(size, 2048),
  rms_norm_eps: or(positive, 1e-6),
  rope_theta: z.optional(positive),
  rope_scaling: or(z.nullable(plainTurns), null),
  rope_parameters: or(z.nullable(plainTurns), null),
  attention_bias: or(z.boolean(), false),
  mlp_bias: or(z.boolean(), false),
  tie_word_embeddings: or(z.boolean(), false),
});

const rates = { dropout: 0, attentionDropout: 0 };

function ofGpt2(config: z.output<typeof gpt2Schema>): CheckpointConfig {
  const options = {
    vocabSize: config.vocab_size,
    context: config.n_positions,
    layers: config.n_layer,
    heads: config.n_head,
    keyValueHeads: 0,
    width: config.n_embd,
    positions: 'learned',
    maxPeriod: 10_000,
    norm: 'layer',
    normEpsilon: config.layer_norm_epsilon,
    feedForward: 'gelu',
    feedForwardWidth: config.n_inner ?? 0,
    useBias: true,
    tieWeights: config.tie_word_embeddings,
    ...rates,
  } as const;
  return { format: 'gpt2', options, biases: { attention: true, feedForward: true } };
}

function ofLlama(config: z.output<typeof llamaSchema>): CheckpointConfig {
  const { attention_bias: attention, mlp_bias: feedForward } = config;
  const heads = config.num_attention_heads;
  const options = {
    vocabSize: config.vocab_size,
    context: config.max_position_embeddings,
    layers: config.num_hidden_layers,
    heads,
    keyValueHeads: config.num_key_value_heads ?? heads,
    width: config.hidden_size,
    positions: 'rotary',
    maxPeriod: config.rope_parameters?.rope_theta ?? config.rope_theta ?? 10_000,
    norm: 'rms',
    normEpsilon: config.rms_norm_eps,
    feedForward: 'swiglu',
    feedForwardWidth: config.intermediate_size,
    useBias: attention || feedForward,
    tieWeights: config.tie_word_embeddings,
    ...rates,
  } as const;
  return { format: 'llama', options, biases: { attention, feedForward } };
}

/**
 * The options of the model that a `config.json` describes.
 *
 * @throws CheckpointError for another model, or one of these with what the library does not run
 */
export function configOf(given: unknown, path: string): CheckpointConfig {
  const { checkpoint } = messages().nlp;
  const type: unknown = Reflect.get(Object(given), 'model_type');
  if (type !== 'gpt2' && type !== 'llama') {
    const params = { path, known: '`gpt2`, `llama`', given: shown(type) };
    throw new CheckpointError(checkpoint.modelType(params), path);
  }
  const fail = (field: string, value: unknown): never => {
    throw new CheckpointError(checkpoint.field({ path, type, field, given: shown(value) }), path);
  };
  const parsed = z.safeParse(type === 'gpt2' ? gpt2Schema : llamaSchema, given);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path ?? [];
    const value = where.reduce<unknown>((owner, key) => Reflect.get(Object(owner), key), given);
    return fail(where.map(String).join('.'), value);
  }
  const config = parsed.data;
  if (config.model_type === 'gpt2') {
    if (config.n_embd % config.n_head !== 0) fail('n_head', config.n_head);
    return ofGpt2(config);
  }
  const { hidden_size: width, num_attention_heads: heads, head_dim: headSize } = config;
  if (width % heads !== 0 || (width / heads) % 2 !== 0) fail('num_attention_heads', heads);
  if (headSize !== null && headSize !== width / heads) fail('head_dim', headSize);
  const groups = config.num_key_value_heads ?? heads;
  if (heads % groups !== 0) fail('num_key_value_heads', groups);
  return ofLlama(config);
}
