/** Where in a checkpoint the weights of each layer are. */
import { usualExpansion } from '../../nn/layers/transformer-options.js';
import type { CheckpointConfig } from './checkpoint-config.js';
import type { CheckpointWeights } from './checkpoint-weights.js';

/** One weight of a layer: the tensors that it is made of, one below the other. */
export interface WeightSource {
  readonly parts: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** As `[out, in]` in the file and `[in, out]` in the layer. */
  readonly transposed?: boolean;
  /** The first rows alone are taken. */
  readonly rows?: number;
  /** Without parts: so many zeros. */
  readonly zeros?: number;
}

/** The weights of a GPT, each layer's in the order in which it has them. */
export interface GptWeightSources {
  readonly embedding: readonly WeightSource[];
  /** Of the block of a number; made when asked for, since a configuration may claim any number of them. */
  block(index: number): readonly WeightSource[];
  readonly norm: readonly WeightSource[];
  /** None where weights are tied. */
  readonly head: readonly WeightSource[];
}

const plain = (name: string, ...shape: number[]): WeightSource => ({ parts: [{ name, shape }] });
const transposed = (...parts: WeightSource['parts']): WeightSource => ({ parts, transposed: true });

/** A dense layer of GPT-2 has its kernel as `[in, out]`. */
const dense = (name: string, inputs: number, outputs: number): WeightSource[] => [
  plain(`${name}.weight`, inputs, outputs),
  plain(`${name}.bias`, outputs),
];
const norm = (name: string, width: number): WeightSource[] => [
  plain(`${name}.weight`, width),
  plain(`${name}.bias`, width),
];

/** @param context how many of the positions are taken */
function gpt2Sources(
  { options }: CheckpointConfig,
  weights: CheckpointWeights,
  context: number,
): GptWeightSources {
  const { vocabSize, width, feedForwardWidth, tieWeights } = options;
  const hidden = feedForwardWidth === 0 ? usualExpansion('gelu') * width : feedForwardWidth;
  // The model under a head has it, the model alone has not.
  const prefix = weights.has('transformer.wte.weight') ? 'transformer.' : '';
  const positions = plain(`${prefix}wpe.weight`, options.context, width);
  return {
    embedding: [plain(`${prefix}wte.weight`, vocabSize, width), { ...positions, rows: context }],
    block(index) {
      const block = `${prefix}h.${index}`;
      return [
        ...norm(`${block}.ln_1`, width),
        ...dense(`${block}.attn.c_attn`, width, 3 * width),
        ...dense(`${block}.attn.c_proj`, width, width),
        ...norm(`${block}.ln_2`, width),
        ...dense(`${block}.mlp.c_fc`, width, hidden),
        ...dense(`${block}.mlp.c_proj`, hidden, width),
      ];
    },
    norm: norm(`${prefix}ln_f`, width),
    head: tieWeights ? [] : [transposed({ name: 'lm_head.weight', shape: [vocabSize, width] })],
  };
}

function llamaSources({ options, biases }: CheckpointConfig): GptWeightSources {
  const { vocabSize, width, heads, keyValueHeads, feedForwardWidth: hidden } = options;
  const groups = (width / heads) * keyValueHeads;
  const { useBias, tieWeights } = options;
  /** Dense layers side by side as one. */
  const side = (
    isBiased: boolean,
    inputs: number,
    ...parts: (readonly [name: string, outputs: number])[]
  ): WeightSource[] => {
    const kernel = parts.map(([name, outputs]) => ({
      name: `${name}.weight`,
      shape: [outputs, inputs],
    }));
    const all = parts.reduce((sum, [, outputs]) => sum + outputs, 0);
    const bias = parts.map(([name, outputs]) => ({ name: `${name}.bias`, shape: [outputs] }));
    if (!useBias) return [transposed(...kernel)];
    return [transposed(...kernel), isBiased ? { parts: bias } : { parts: [], zeros: all }];
  };
  return {
    embedding: [plain('model.embed_tokens.weight', vocabSize, width)],
    block(index) {
      const block = `model.layers.${index}`;
      const [attention, mlp] = [`${block}.self_attn`, `${block}.mlp`];
      const hasBias = biases.attention;
      const queries = [`${attention}.q_proj`, width] as const;
      const keys = [`${attention}.k_proj`, groups] as const;
      const values = [`${attention}.v_proj`, groups] as const;
      return [
        plain(`${block}.input_layernorm.weight`, width),
        ...side(hasBias, width, queries, keys, values),
        ...side(hasBias, width, [`${attention}.o_proj`, width]),
        plain(`${block}.post_attention_layernorm.weight`, width),
        ...side(
          biases.feedForward,
          width,
          [`${mlp}.gate_proj`, hidden],
          [`${mlp}.up_proj`, hidden],
        ),
        ...side(biases.feedForward, hidden, [`${mlp}.down_proj`, width]),
      ];
    },
    norm: [plain('model.norm.weight', width)],
    head: tieWeights ? [] : [transposed({ name: 'lm_head.weight', shape: [vocabSize, width] })],
  };
}

/** Where the weights of a checkpoint are, of a model that sees `context` tokens. */
export function weightSources(
  config: CheckpointConfig,
  weights: CheckpointWeights,
  context: number,
): GptWeightSources {
  return config.format === 'gpt2' ? gpt2Sources(config, weights, context) : llamaSources(config);
}
