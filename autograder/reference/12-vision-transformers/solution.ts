/** Reference solutions of lesson 12. */
import {
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function patchify(x: Tensor4D, size: number): Tensor3D {
  return tf.tidy(() => {
    const [batch, height, width, channels] = x.shape;
    const [rows, columns] = [height / size, width / size];
    const apart = tf.reshape(x, [batch, rows, size, columns, size, channels]);
    const grouped = tf.transpose(apart, [0, 1, 3, 2, 4, 5]); // [B, rows, columns, P, P, C]
    return tf.reshape(grouped, [batch, rows * columns, size * size * channels]) as Tensor3D;
  });
}

export function unpatchify(
  patches: Tensor3D,
  shape: [number, number, number],
  size: number,
): Tensor4D {
  return tf.tidy(() => {
    const [height, width, channels] = shape;
    const batch = patches.shape[0];
    const [rows, columns] = [height / size, width / size];
    const grouped = tf.reshape(patches, [batch, rows, columns, size, size, channels]);
    const apart = tf.transpose(grouped, [0, 1, 3, 2, 4, 5]); // [B, rows, P, columns, P, C]
    return tf.reshape(apart, [batch, height, width, channels]) as Tensor4D;
  });
}

export function patchEmbed(x: Tensor4D, filters: Tensor4D, bias: Tensor1D): Tensor3D {
  return tf.tidy(() => {
    const [size, , channels, width] = filters.shape;
    const inputs = size * size * channels;
    const patches = library.patchify(x, size); // [B, N, P · P · C]
    const rows = tf.reshape(patches, [-1, inputs]) as Tensor2D; // [B · N, P · P · C]
    const sums = tf.matMul(rows, tf.reshape(filters, [inputs, width]));
    return tf.reshape(tf.add(sums, bias), [x.shape[0], patches.shape[1], width]) as Tensor3D;
  });
}

export function multiHeadAttention(
  x: Tensor3D,
  weights: { wQkv: Tensor2D; bQkv: Tensor1D; wOut: Tensor2D; bOut: Tensor1D },
  heads: number,
): { y: Tensor3D; attention: Tensor4D } {
  return tf.tidy(() => {
    const [batch, count, width] = x.shape;
    const size = width / heads;
    const rows = tf.reshape(x, [batch * count, width]);
    const all = tf.add(tf.matMul(rows, weights.wQkv), weights.bQkv); // [B · T, 3 D]
    const parts = tf.transpose(tf.reshape(all, [batch, count, 3, heads, size]), [2, 0, 3, 1, 4]);
    const [q, k, v] = tf.unstack(parts) as [Tensor4D, Tensor4D, Tensor4D]; // [B, heads, T, d]
    const scores = tf.div(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), Math.sqrt(size));
    const attention = tf.softmax(scores, -1) as Tensor4D; // [B, heads, T, T]
    const mixed = tf.transpose(tf.matMul(attention, v), [0, 2, 1, 3]); // [B, T, heads, d]
    const joined = tf.reshape(mixed, [batch * count, width]);
    const y = tf.add(tf.matMul(joined, weights.wOut), weights.bOut);
    return { y: tf.reshape(y, [batch, count, width]) as Tensor3D, attention };
  });
}

export function preNormBlock(x: Tensor3D, block: library.BlockWeights, heads: number): Tensor3D {
  return tf.tidy(() => {
    const [batch, count, width] = x.shape;
    const norm = (values: Tensor3D, gamma: Tensor1D, beta: Tensor1D): Tensor3D => {
      const { mean, variance } = tf.moments(values, -1, true); // [B, T, 1] each
      const spread = tf.sqrt(tf.add(variance, 1e-5));
      return tf.add(tf.mul(gamma, tf.div(tf.sub(values, mean), spread)), beta) as Tensor3D;
    };
    const { y } = library.multiHeadAttention(norm(x, block.gamma1, block.beta1), block, heads);
    const seen = tf.add(x, y) as Tensor3D; // [B, T, D]
    const after = tf.reshape(norm(seen, block.gamma2, block.beta2), [batch * count, width]);
    const z = tf.add(tf.matMul(after as Tensor2D, block.wUp), block.bUp); // [B · T, M]
    const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(z, tf.mul(0.044715, tf.pow(z, 3))));
    const hidden = tf.mul(tf.div(z, 2), tf.add(1, tf.tanh(inner))) as Tensor2D;
    const down = tf.add(tf.matMul(hidden, block.wDown), block.bDown);
    return tf.add(seen, tf.reshape(down, [batch, count, width])) as Tensor3D;
  });
}

export function attentionRollout(layers: Tensor4D[]): Tensor3D {
  return tf.tidy(() => {
    const [batch, , count] = (layers[0] as Tensor4D).shape;
    let rollout = tf.tile(tf.reshape(tf.eye(count), [1, count, count]), [batch, 1, 1]) as Tensor3D;
    for (const attention of layers) {
      const heads = tf.mean(attention, 1) as Tensor3D; // [B, T, T]
      const step = tf.mul(tf.add(heads, tf.eye(count)), 0.5) as Tensor3D;
      rollout = tf.matMul(step, rollout);
    }
    return rollout;
  });
}

export function crossing(sizes: number[], first: number[], later: number[]): number | null {
  const lead = (i: number) => (later[i] as number) - (first[i] as number);
  for (let i = 1; i < sizes.length; i++) {
    if (lead(i - 1) < 0 && lead(i) >= 0) {
      const share = lead(i - 1) / (lead(i - 1) - lead(i));
      const [from, to] = [Math.log(sizes[i - 1] as number), Math.log(sizes[i] as number)];
      return Math.exp(from + share * (to - from));
    }
  }
  return null;
}
