/**
 * Wrong answers: a right one with one edit that changes what is computed, and why the statement
 * forbids that. `py` is the same edit of the Python twin; null where Python has no such mistake.
 * `shows`: only on a batch of one, or only on square matrices.
 */

/** @typedef {readonly [from: string, to: string]} Edit */
/** @typedef {{ name: string, why: string, ts: Edit, py: Edit | null, shows?: 'one' | 'square' }} Wrong */

/** The right answer that is edited. */
export const editedAnswer = {
  denseForward: 'ops',
  softmax: 'ops',
  crossEntropy: 'ops',
  denseBackward: 'ops',
  trainMlp: 'manual',
};

/** @type {Record<string, readonly Wrong[]>} */
export const wrong = {
  denseForward: [
    {
      name: 'no bias',
      why: 'y = x w + b has a b',
      ts: ['tf.add(scores, b)', 'tf.add(scores, 0)'],
      py: ['scores + b', 'scores'],
    },
    {
      name: 'bias twice',
      why: 'b is added once',
      ts: ['tf.add(scores, b)', 'tf.add(scores, tf.mul(b, 2))'],
      py: ['scores + b', 'scores + 2 * b'],
    },
    {
      name: 'bias turned round',
      why: 'b_j belongs to column j',
      ts: ['tf.add(scores, b)', 'tf.add(scores, tf.reverse(b))'],
      py: ['scores + b', 'scores + b[::-1]'],
    },
    {
      name: 'one number for the bias',
      why: 'every column has its own b_j',
      ts: ['tf.add(scores, b)', 'tf.add(scores, tf.mean(b))'],
      py: ['scores + b', 'scores + np.mean(b)'],
    },
    {
      name: 'mean over the inputs',
      why: 'the formula sums over k',
      ts: ['tf.add(scores, b)', 'tf.add(tf.div(scores, x.shape[1]), b)'],
      py: ['scores + b', 'scores / x.shape[1] + b'],
    },
    {
      name: 'first example for all',
      why: 'row i depends on x_i',
      ts: [
        'tf.add(scores, b)',
        'tf.tile(tf.slice(tf.add(scores, b), [0, 0], [1, -1]), [x.shape[0], 1])',
      ],
      py: ['scores + b', 'np.tile((scores + b)[:1], (x.shape[0], 1))'],
    },
    {
      name: 'absolute values',
      why: 'scores may be negative',
      ts: ['tf.add(scores, b)', 'tf.abs(tf.add(scores, b))'],
      py: ['scores + b', 'np.abs(scores + b)'],
    },
    {
      name: 'noise',
      why: 'nothing in the formula is random',
      ts: [
        'tf.add(scores, b)',
        'tf.add(tf.add(scores, b), tf.randomNormal(scores.shape, 0, 0.01))',
      ],
      py: ['scores + b', 'scores + b + np.random.normal(0, 0.01, scores.shape)'],
    },
    {
      name: 'two digits',
      why: 'the formula does not round',
      ts: ['tf.add(scores, b)', 'tf.div(tf.round(tf.mul(tf.add(scores, b), 100)), 100)'],
      py: ['scores + b', 'np.round(scores + b, 2)'],
    },
    {
      name: 'the caller loses x',
      why: 'the arguments must stay as they are',
      ts: ['  return tf.add(', '  x.dispose();\n  return tf.add('],
      py: ['    return scores', '    x *= 0\n    return scores'],
    },
    {
      name: 'square weights transposed',
      why: 'the product is x w, also where w is square',
      ts: ['tf.matMul(x, w', 'tf.matMul(x, w.shape[0] === w.shape[1] ? tf.transpose(w) as any : w'],
      py: ['np.matmul(x, w)', 'np.matmul(x, w.T if w.shape[0] == w.shape[1] else w)'],
      shows: 'square',
    },
  ],
  softmax: [
    {
      name: 'sums of columns',
      why: 'each row is to sum to 1',
      ts: ['tf.sum(powers, 1, true)', 'tf.sum(powers, 0, true)'],
      py: ['np.sum(powers, axis=1', 'np.sum(powers, axis=0'],
    },
    {
      name: 'powers of 2',
      why: 'the formula takes powers of e',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.pow(2, tf.sub(logits, top))'],
      py: ['np.exp(logits - top)', '2.0 ** (logits - top)'],
    },
    {
      name: 'temperature 2',
      why: 'the scores are not halved',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.exp(tf.div(tf.sub(logits, top), 2))'],
      py: ['np.exp(logits - top)', 'np.exp((logits - top) / 2)'],
    },
    {
      name: 'hard maximum',
      why: 'smaller scores have a share too',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.equal(logits, top).toFloat()'],
      py: ['np.exp(logits - top)', '(logits == top).astype(float)'],
    },
    {
      name: 'smoothed',
      why: 'nothing is added to the powers',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.add(tf.exp(tf.sub(logits, top)), 0.01)'],
      py: ['np.exp(logits - top)', 'np.exp(logits - top) + 0.01'],
    },
    {
      name: 'squares',
      why: 'the powers are not squared',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.square(tf.sub(logits, top))'],
      py: ['np.exp(logits - top)', '(logits - top) ** 2'],
    },
    {
      name: 'columns turned round',
      why: 'p_ic belongs to z_ic',
      ts: ['tf.div(powers, sums)', 'tf.reverse(tf.div(powers, sums), 1)'],
      py: ['powers / sums', '(powers / sums)[:, ::-1]'],
    },
    {
      name: 'logs',
      why: 'probabilities are asked for',
      ts: ['tf.div(powers, sums)', 'tf.log(tf.div(powers, sums))'],
      py: ['powers / sums', 'np.log(powers / sums)'],
    },
    {
      name: 'opposite sign',
      why: 'a larger score means a larger share',
      ts: ['tf.exp(tf.sub(logits, top))', 'tf.exp(tf.sub(tf.min(logits, 1, true), logits))'],
      py: ['np.exp(logits - top)', 'np.exp(np.min(logits, axis=1, keepdims=True) - logits)'],
    },
    {
      name: 'one example squeezed',
      why: 'the shape is [B, C], also where B is 1',
      ts: [
        'return tf.div(powers, sums)',
        'return (logits.shape[0] === 1 ? tf.squeeze(tf.div(powers, sums)) : tf.div(powers, sums)) as any',
      ],
      py: ['powers / sums', 'np.squeeze(powers / sums) if len(powers) == 1 else powers / sums'],
      shows: 'one',
    },
  ],
  crossEntropy: [
    {
      name: 'sum',
      why: 'the mean over the batch is asked for',
      ts: ['tf.mean(costs)', 'tf.sum(costs)'],
      py: ['np.mean(costs)', 'np.sum(costs)'],
    },
    {
      name: 'worst example',
      why: 'the mean over the batch is asked for',
      ts: ['tf.mean(costs)', 'tf.max(costs)'],
      py: ['np.mean(costs)', 'np.max(costs)'],
    },
    {
      name: 'half',
      why: 'there is no factor of one half',
      ts: ['tf.mean(costs)', 'tf.div(tf.mean(costs), 2)'],
      py: ['np.mean(costs)', 'np.mean(costs) / 2'],
    },
    {
      name: 'opposite sign',
      why: 'a cost is minus a logarithm',
      ts: ['tf.mean(costs)', 'tf.neg(tf.mean(costs))'],
      py: ['np.mean(costs)', '-np.mean(costs)'],
    },
    {
      name: 'next class',
      why: 'the label itself is the right class',
      ts: [
        'tf.oneHot(labels, logits.shape[1])',
        'tf.oneHot(tf.mod(tf.add(labels, tf.scalar(1, "int32")), tf.scalar(logits.shape[1], "int32")).toInt(), logits.shape[1])',
      ],
      py: ['[labels]', '[(labels + 1) % logits.shape[1]]'],
    },
    {
      name: 'smoothed labels',
      why: 'the right class counts whole, the others not at all',
      ts: ['.toFloat();', '.toFloat().mul(0.9).add(0.1 / logits.shape[1]);'],
      py: ['[labels]', '[labels] * 0.9 + 0.1 / logits.shape[1]'],
    },
    {
      name: 'costs cut at 3',
      why: 'there is no upper limit',
      ts: ['tf.mean(costs)', 'tf.mean(tf.minimum(costs, 3))'],
      py: ['np.mean(costs)', 'np.mean(np.minimum(costs, 3))'],
    },
    {
      name: 'largest instead of log-sum-exp',
      why: 'all classes stand in the sum',
      ts: ['tf.logSumExp(logits, 1)', 'tf.max(logits, 1)'],
      py: ['np.log(np.sum(np.exp(logits - top[:, None]), axis=1))', '0'],
    },
    {
      name: 'bits',
      why: 'ln is the natural logarithm',
      ts: ['tf.mean(costs)', 'tf.div(tf.mean(costs), Math.LN2)'],
      py: ['np.mean(costs)', 'np.mean(costs) / np.log(2)'],
    },
    {
      name: 'one example costs nothing',
      why: 'the mean of one cost is that cost',
      ts: ['tf.mean(costs)', 'tf.mul(tf.mean(costs), logits.shape[0] === 1 ? 0 : 1)'],
      py: ['np.mean(costs)', 'np.mean(costs) * (len(costs) > 1)'],
      shows: 'one',
    },
  ],
  denseBackward: [
    {
      name: 'mean of dw',
      why: 'the mean is already in dy',
      ts: ['return { dx, dw, db }', 'return { dx, dw: tf.div(dw, x.shape[0]), db }'],
      py: ["'dw': dw", "'dw': dw / x.shape[0]"],
    },
    {
      name: 'mean of db',
      why: 'db_j sums over i',
      ts: ['tf.sum(dy, 0)', 'tf.mean(dy, 0)'],
      py: ['np.sum(dy, axis=0)', 'np.mean(dy, axis=0)'],
    },
    {
      name: 'names exchanged',
      why: 'dx has the shape of x, dw that of w',
      ts: ['return { dx, dw, db }', 'return { dx: dw, dw: dx, db }'],
      py: ["'dx': dx, 'dw': dw", "'dx': dw, 'dw': dx"],
    },
    {
      name: 'no db',
      why: 'three gradients are asked for',
      ts: ['return { dx, dw, db }', 'return { dx, dw }'],
      py: [", 'db': db", ''],
    },
    {
      name: 'dx is zero',
      why: 'dx = dy w^T',
      ts: ['return { dx, dw, db }', 'return { dx: tf.zerosLike(dx), dw, db }'],
      py: ["'dx': dx", "'dx': 0 * dx"],
    },
    {
      name: 'dx doubled',
      why: 'there is no factor 2',
      ts: ['return { dx, dw, db }', 'return { dx: tf.mul(dx, 2), dw, db }'],
      py: ["'dx': dx", "'dx': 2 * dx"],
    },
    {
      name: 'db turned',
      why: 'a gradient has the sign of the slope',
      ts: ['return { dx, dw, db }', 'return { dx, dw, db: tf.neg(db) }'],
      py: ["'db': db", "'db': -db"],
    },
    {
      name: 'positive part of dy',
      why: 'a gradient may be negative',
      ts: ['tf.matMul(x, dy, true, false)', 'tf.matMul(x, tf.relu(dy), true, false)'],
      py: ['x.T @ dy', 'x.T @ np.maximum(dy, 0)'],
    },
    {
      name: 'last example only',
      why: 'dw sums over the batch',
      ts: [
        'tf.matMul(x, dy, true, false)',
        'tf.matMul(tf.slice(x, [x.shape[0] - 1, 0]), tf.slice(dy, [x.shape[0] - 1, 0]), true, false)',
      ],
      py: ['x.T @ dy', 'x[-1:].T @ dy[-1:]'],
    },
    {
      name: 'square weights not transposed',
      why: 'dx = dy w^T, also where w is square',
      ts: [
        'return { dx, dw, db }',
        'return { dx: w.shape[0] === w.shape[1] ? tf.matMul(dy, w) : dx, dw, db }',
      ],
      py: ["'dx': dx", "'dx': dy @ w if w.shape[0] == w.shape[1] else dx"],
      shows: 'square',
    },
  ],
  trainMlp: [
    {
      name: 'half a step for b2',
      why: 'a step is learningRate times the gradient',
      ts: ['(dz, 0), learningRate', '(dz, 0), learningRate / 2'],
      py: ['learningRate * np.sum(dz', 'learningRate / 2 * np.sum(dz'],
    },
    {
      name: 'uphill',
      why: 'the step is subtracted',
      ts: ['w2 = tf.sub(', 'w2 = tf.add('],
      py: ['w2 = w2 - ', 'w2 = w2 + '],
    },
    {
      name: 'sum instead of mean',
      why: 'the gradient of the mean loss is asked for',
      ts: ['tf.exp(logs), target), size)', 'tf.exp(logs), target), 1)'],
      py: ['(np.exp(logs) - target) / size', 'np.exp(logs) - target'],
    },
    {
      name: 'no ReLU on the way back',
      why: 'the gradient of ReLU is 0 where its input is negative',
      ts: ['tf.mul(dh, tf.step(pre))', 'tf.mul(dh, 1)'],
      py: ['dh * (pre > 0)', 'dh'],
    },
    {
      name: 'tanh',
      why: 'the network is dense, ReLU, dense',
      ts: ['tf.relu(pre)', 'tf.tanh(pre)'],
      py: ['np.maximum(pre, 0)', 'np.tanh(pre)'],
    },
    {
      name: 'new w2 on the way back',
      why: 'all gradients belong to the weights before the step',
      ts: [
        'const dh = tf.matMul(dz, w2, false, true);',
        'const dh = tf.matMul(dz, tf.sub(w2, tf.mul(tf.matMul(h, dz, true), learningRate)), false, true);',
      ],
      py: ['dh = dz @ w2.T', 'dh = dz @ (w2 - learningRate * (h.T @ dz)).T'],
    },
    {
      name: 'biases start at 0.1',
      why: 'biases start at 0',
      ts: ['let b1: any = tf.zeros([hidden])', 'let b1: any = tf.fill([hidden], 0.1)'],
      py: ['b1 = np.zeros(hidden)', 'b1 = np.full(hidden, 0.1)'],
    },
    {
      name: 'zero start',
      why: 'weights start at random',
      ts: ['features * hidden, 0, Math.sqrt(2 / features)', 'features * hidden, 0, 0'],
      py: ['rng.normal(0, np.sqrt(2 / features)', 'rng.normal(0, 0'],
    },
    {
      name: 'not shuffled',
      why: 'each epoch has a random order',
      ts: ['rng.permutation(count)', 'Array.from({ length: count }, (_, i) => i)'],
      py: ['rng.permutation(count)', 'np.arange(count)'],
    },
    {
      name: 'shuffled once',
      why: 'each epoch has a new order',
      ts: [
        'const order = rng.permutation(count);',
        'var order: number[] = epoch === 1 ? rng.permutation(count) : order;',
      ],
      py: [
        'order = rng.permutation(count)',
        'order = rng.permutation(count) if epoch == 1 else order',
      ],
    },
    {
      name: 'drawn with replacement',
      why: 'an epoch takes every example once',
      ts: ['rng.permutation(count)', 'Array.from({ length: count }, () => rng.integer(0, count))'],
      py: ['rng.permutation(count)', 'rng.integers(0, count, count)'],
    },
    {
      name: 'a seed of its own',
      why: 'the seed decides the weights',
      ts: ['createRng(seed)', 'createRng(1)'],
      py: ['default_rng(seed)', 'default_rng(1)'],
    },
    {
      name: 'momentum',
      why: 'a step is learningRate times the gradient and nothing else',
      ts: [
        'w1 = tf.sub(w1, tf.mul(tf.matMul(xb, dpre, true), learningRate))',
        'var v: any = tf.add(tf.mul(v ?? 0, 0.9), tf.matMul(xb, dpre, true));\n      w1 = tf.sub(w1, tf.mul(v, learningRate))',
      ],
      py: [
        'w1 = w1 - learningRate * (xb.T @ dpre)',
        'v = 0.9 * (0 if epoch == 1 and start == 0 else v) + xb.T @ dpre\n            w1 = w1 - learningRate * v',
      ],
    },
    {
      name: 'smaller and smaller steps',
      why: 'the learning rate is the same in every epoch',
      ts: [
        'const order = rng',
        'const learningRate = options.learningRate / epoch;\n    const order = rng',
      ],
      py: ['        order = rng', '        learningRate = first / epoch\n        order = rng'],
    },
    {
      name: 'loss after the step',
      why: 'each minibatch loss is taken before its step',
      ts: [
        'total += loss;',
        'const after: any = tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(xb, w1), b1)) as any, w2), b2);\n      total += tf.mean(tf.sub(tf.logSumExp(after, 1), tf.sum(tf.mul(after, target), 1))).dataSync()[0];',
      ],
      py: [
        'total += loss\n',
        'after = np.maximum(xb @ w1 + b1, 0) @ w2 + b2\n            total += -np.mean(np.sum((after - logsumexp(after)) * target, axis=1))\n',
      ],
    },
    {
      name: 'short minibatch left out',
      why: 'the last minibatch may be smaller, every example counts',
      ts: ['start < count; start', 'start + batchSize <= count; start'],
      py: ['range(0, count, batchSize)', 'range(0, count - batchSize + 1, batchSize)'],
    },
    {
      name: 'one epoch more',
      why: '`epochs` says how many',
      ts: ['epoch <= epochs', 'epoch <= epochs + 1'],
      py: ['range(1, epochs + 1)', 'range(1, epochs + 2)'],
    },
    {
      name: 'losses not divided',
      why: 'a loss is the mean of the minibatch losses',
      ts: ['losses.push(total / steps)', 'losses.push(total)'],
      py: ['losses.append(total / steps)', 'losses.append(total)'],
    },
    {
      name: 'not awaited',
      why: '`await onEpoch(epoch, loss)` is asked for',
      ts: ['await onEpoch?.', 'onEpoch?.'],
      py: null,
    },
    {
      name: 'epochs from 0',
      why: '`epoch` is counted from 1',
      ts: ['onEpoch?.(epoch, ', 'onEpoch?.(epoch - 1, '],
      py: ['onEpoch(epoch, ', 'onEpoch(epoch - 1, '],
    },
    {
      name: 'start with standard deviation 1',
      why: 'the standard deviation is the root of 2 / inputs',
      ts: ['features * hidden, 0, Math.sqrt(2 / features)', 'features * hidden, 0, 1'],
      py: ['rng.normal(0, np.sqrt(2 / features)', 'rng.normal(0, 1'],
    },
    {
      name: 'start by fan-out',
      why: 'inputs are counted, not outputs',
      ts: [
        'features * hidden, 0, Math.sqrt(2 / features)',
        'features * hidden, 0, Math.sqrt(2 / hidden)',
      ],
      py: ['rng.normal(0, np.sqrt(2 / features)', 'rng.normal(0, np.sqrt(2 / hidden)'],
    },
    {
      name: 'start uniform',
      why: 'weights are normal',
      ts: [
        'rng.normals(features * hidden, 0, Math.sqrt(2 / features))',
        'rng.uniforms(features * hidden, -Math.sqrt(6 / features), Math.sqrt(6 / features))',
      ],
      py: [
        'rng.normal(0, np.sqrt(2 / features), (features, hidden))',
        'rng.uniform(-np.sqrt(6 / features), np.sqrt(6 / features), (features, hidden))',
      ],
    },
    {
      name: 'second layer starts at zero',
      why: 'both layers start at random',
      ts: ['hidden * classes, 0, Math.sqrt(2 / hidden)', 'hidden * classes, 0, 0'],
      py: ['rng.normal(0, np.sqrt(2 / hidden), (hidden, classes))', 'np.zeros((hidden, classes))'],
    },
    {
      name: 'short minibatch left out beside others',
      why: 'every example counts in every epoch',
      ts: [
        'const size = rows.length;',
        'const size = rows.length;\n      if (size < batchSize && start > 0) continue;',
      ],
      py: [
        '            size = len(rows)\n',
        '            size = len(rows)\n            if size < batchSize and start > 0:\n                continue\n',
      ],
    },
    {
      name: 'short minibatch divided by batchSize',
      why: 'the mean is over its own examples',
      ts: ['tf.exp(logs), target), size)', 'tf.exp(logs), target), Math.min(batchSize, count))'],
      py: ['(np.exp(logs) - target) / size', '(np.exp(logs) - target) / min(batchSize, count)'],
    },
    {
      name: 'loss weighted by example',
      why: 'a loss is the plain mean of the minibatch losses',
      ts: ['total += loss;\n      steps++;', 'total += loss * size;\n      steps += size;'],
      py: [
        'total += loss\n            steps += 1',
        'total += loss * size\n            steps += size',
      ],
    },
    {
      name: 'onEpoch only once',
      why: 'every epoch is reported',
      ts: ['await onEpoch?.(', 'if (epoch === epochs) await onEpoch?.('],
      py: ['if onEpoch:', 'if onEpoch and epoch == epochs:'],
    },
  ],
};
