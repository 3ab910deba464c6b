/** What the types of `tf` promise; the compiler checks these lines, `npm run types` runs it. */
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import { fileSystem } from './files.js';
import {
  type BaseLayer,
  type LayerVariable,
  type Scalar,
  type Shape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from './tf.js';
import type { TfjsNames } from './tf-types.js';
import type { MoreLayers } from './types/more-layers.js';

beforeAll(() => tf.setBackend('cpu'));

test("TensorFlow.js's own namespace fits the hand-written type, without a cast", () => {
  const io = { ...core.io, fileSystem };
  expectTypeOf({ ...core, ...layers, io }).toExtend<Omit<TfjsNames, 'stopGradient'>>();
  expectTypeOf(layers.layers).toExtend<MoreLayers>();
  expectTypeOf<core.Tensor2D>().toExtend<Tensor2D>();
  expectTypeOf<core.Scalar>().toExtend<Scalar>();
  expectTypeOf<core.Variable>().toExtend<Tensor>();
});

/** A class without its protected members, which no other class's have the type of. */
type Public<T> = Pick<T, keyof T>;

test("TensorFlow.js's class of layers fits the one that is written by hand", () => {
  expectTypeOf<Public<layers.layers.Layer>>().toExtend<Public<BaseLayer>>();
  expectTypeOf<layers.LayerVariable>().toExtend<LayerVariable>();
});

test("a layer of one's own makes weights and is called", () => {
  class Shift extends tf.layers.Layer {
    static className = 'Shift';
    private by: LayerVariable | undefined;
    override build(inputShape: Shape): void {
      const size = inputShape.at(-1) as number;
      this.by = this.addWeight('by', [size], null, tf.initializers.ones(), null, false);
      super.build(inputShape);
    }
    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.add(inputs as Tensor, this.by?.read() ?? 0);
    }
  }
  const layer = new Shift({ name: 'shift' });
  const shifted: Tensor = layer.apply(tf.zeros([1, 2]));
  expect(shifted.arraySync()).toEqual([[1, 1]]);
  expect(layer.weights.map(({ name, trainable }) => [name, trainable])).toEqual([
    ['shift/by', false],
  ]);
  class Wrong extends Shift {
    // @ts-expect-error a layer's output is a tensor
    override call(): number {
      return 3;
    }
  }
  expect(new Wrong({ name: 'wrong' }).built).toBe(false);
});

test('ranks are told apart', () => {
  expectTypeOf<Tensor1D>().not.toExtend<Tensor2D>();
  expectTypeOf<Tensor>().not.toExtend<Tensor2D>();
  expectTypeOf<Tensor2D>().not.toExtend<Scalar>();
  expectTypeOf<Tensor2D>().toExtend<Tensor>();
  expectTypeOf(tf.tensor2d([[1]]).arraySync()).toEqualTypeOf<number[][]>();
  expectTypeOf(tf.scalar(1).arraySync()).toEqualTypeOf<number>();
});

test('operations keep the rank where it is known, and take the one that is asked for', () => {
  const x = tf.ones([2, 3]);
  const b = tf.ones([3]);
  expectTypeOf(x).toEqualTypeOf<Tensor2D>();
  expectTypeOf(tf.relu(x)).toEqualTypeOf<Tensor2D>();
  expectTypeOf(tf.add(x, b)).toEqualTypeOf<Tensor2D>();
  expectTypeOf(tf.mul(x, 2)).toEqualTypeOf<Tensor2D>();
  expectTypeOf(tf.matMul(x, x, false, true)).toEqualTypeOf<Tensor2D>();
  expectTypeOf(tf.sum(x)).toEqualTypeOf<Scalar>();
  expectTypeOf(tf.reshape(x, [6])).toEqualTypeOf<Tensor1D>();
  const columns: Tensor1D = tf.sum(x, 0);
  const centred: Tensor2D = tf.sub(x, tf.mean(x, 1, true));
  expect(columns.arraySync()).toEqual([2, 2, 2]);
  expect(centred.shape).toEqual([2, 3]);
});

test('a wrong type is a compiler error', () => {
  const x = tf.ones([2, 3]);
  // @ts-expect-error a matrix is no vector
  const vector: Tensor1D = tf.relu(x);
  // @ts-expect-error there is no such layer option
  const layer = tf.layers.dense({ units: 2, activations: 'relu' });
  expect([vector.rank, layer.name]).toEqual([2, expect.stringContaining('dense')]);
});

test('everything in the type is there at run time', () => {
  const names = [
    'tidy',
    'customGrad',
    'variableGrads',
    'sequential',
    'losses',
    'train',
    'image',
  ] as const;
  for (const name of names) expect(tf[name], name).toBeDefined();
});

test('custom gradients, variables and optimisers work through the type', () => {
  const clipped = tf.customGrad((x: Tensor, save: (kept: Tensor[]) => void) => {
    save([x]);
    return {
      value: tf.square(x),
      gradFunc: (dy: Tensor, [kept]: Tensor[]) => tf.mul(dy, kept ?? x),
    };
  });
  const w = tf.variable(tf.scalar(3));
  const { value, grads } = tf.variableGrads(() => tf.sum(clipped(w)));
  expect(value.arraySync()).toBe(9);
  expect(grads[w.name]?.dataSync()[0]).toBe(3);
  tf.train.sgd(0.5).applyGradients(grads);
  expect(w.dataSync()[0]).toBe(1.5);
});
