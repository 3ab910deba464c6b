"""The benchmark's models of texts in Keras 3; weights keep TensorFlow's layout and order."""

import keras
import numpy as np
from keras import layers, ops


def split(x, heads):
    """`[B, T, D]` as heads, `[B, T, H, D / H]`."""
    _, T, D = x.shape
    return ops.reshape(x, (-1, T, heads, D // heads))


def joined(x):
    _, T, H, D = x.shape
    return ops.reshape(x, (-1, T, H * D))


def text_cnn(config):
    start = layers.Input((config["time"],), dtype="int32")
    x = layers.Embedding(config["vocabSize"], config["embedding"])(start)
    found = [
        layers.GlobalMaxPooling1D()(
            layers.Conv1D(config["filters"], size, padding="same", activation="relu")(x)
        )
        for size in config["kernelSizes"]
    ]
    return keras.Model(start, layers.Dense(config["classes"])(layers.Concatenate()(found)))


def bi_lstm(config):
    return keras.Sequential(
        [
            layers.Input((config["time"],), dtype="int32"),
            layers.Embedding(config["vocabSize"], config["embedding"], mask_zero=True),
            layers.Bidirectional(layers.LSTM(config["units"])),
            layers.Dense(config["classes"]),
        ]
    )


class Block(layers.Layer):
    def __init__(self, config, activation, causal=False):
        super().__init__()
        self.heads, self.causal, self.activation = config["heads"], causal, activation
        width, epsilon = config["width"], config["epsilon"]
        self.norm_1 = layers.LayerNormalization(epsilon=epsilon)
        self.qkv = layers.Dense(3 * width)
        self.projection = layers.Dense(width)
        self.norm_2 = layers.LayerNormalization(epsilon=epsilon)
        self.up = layers.Dense(4 * width)
        self.down = layers.Dense(width)

    @property
    def parts(self):
        return [self.norm_1, self.qkv, self.projection, self.norm_2, self.up, self.down]

    def attended(self, x, keep):
        q, k, v = (split(part, self.heads) for part in ops.split(self.qkv(self.norm_1(x)), 3, -1))
        y = ops.dot_product_attention(q, k, v, mask=keep, is_causal=self.causal)
        return x + self.projection(joined(y))

    def fed(self, x):
        return x + self.down(self.activation(self.up(self.norm_2(x))))

    def call(self, x, keep):
        return self.fed(self.attended(x, keep))


class PostNormBlock(Block):
    def call(self, x, keep):
        q, k, v = (split(part, self.heads) for part in ops.split(self.qkv(x), 3, -1))
        y = ops.dot_product_attention(q, k, v, mask=keep)
        x = self.norm_1(x + self.projection(joined(y)))
        return self.norm_2(x + self.down(self.activation(self.up(x))))


class DecoderBlock(Block):
    def __init__(self, config, activation):
        super().__init__(config, activation, causal=True)
        width = config["width"]
        self.cross_norm = layers.LayerNormalization(epsilon=config["epsilon"])
        self.query = layers.Dense(width)
        self.key_value = layers.Dense(2 * width)
        self.cross_projection = layers.Dense(width)

    @property
    def parts(self):
        cross = [self.cross_norm, self.query, self.key_value, self.cross_projection]
        return [*super().parts, *cross]

    def call(self, x, read, keep):
        x = self.attended(x, None)
        q = split(self.query(self.cross_norm(x)), self.heads)
        k, v = (split(part, self.heads) for part in ops.split(self.key_value(read), 2, -1))
        y = ops.dot_product_attention(q, k, v, mask=keep)
        return self.fed(x + self.cross_projection(joined(y)))


def gelu(x):
    return ops.gelu(x, approximate=True)


def mask(tokens):
    return ops.not_equal(tokens, 0)


class TransformerClassifier(keras.Model):
    def __init__(self, config):
        super().__init__()
        width = config["width"]
        self.embedding = layers.Embedding(config["vocabSize"], width)
        self.positions = self.add_weight(shape=(config["time"], width), name="positions")
        self.blocks = [Block(config, gelu) for _ in range(config["layers"])]
        self.norm = layers.LayerNormalization(epsilon=config["epsilon"])
        self.logits = layers.Dense(config["classes"])

    def call(self, tokens):
        keep = mask(tokens)
        x = self.embedding(tokens) + self.positions
        for block in self.blocks:
            x = block(x, keep[:, None, None])
        return self.logits(self.norm(ops.sum(x * ops.cast(keep, "float32")[:, :, None], 1)))

    @property
    def in_order(self):
        blocks = [w for block in self.blocks for part in block.parts for w in part.weights]
        return [
            *[*self.embedding.weights, self.positions, *blocks],
            *[*self.norm.weights, *self.logits.weights],
        ]


def waves(length, width):
    angles = np.arange(length)[:, None] * 10_000.0 ** (-np.arange(0, width, 2) / width)
    return np.stack([np.sin(angles), np.cos(angles)], 2).reshape(length, width).astype("float32")


class Transformer(keras.Model):
    def __init__(self, config):
        super().__init__()
        width, vocab, count = config["width"], config["vocabSize"], range(config["layers"])
        self.source, self.target = layers.Embedding(vocab, width), layers.Embedding(vocab, width)
        self.encoder = [Block(config, ops.relu) for _ in count]
        self.encoder_norm = layers.LayerNormalization(epsilon=config["epsilon"])
        self.decoder = [DecoderBlock(config, ops.relu) for _ in count]
        self.decoder_norm = layers.LayerNormalization(epsilon=config["epsilon"])
        self.logits = layers.Dense(vocab)
        self.scale, self.waves = width**0.5, waves(config["time"], width)

    def call(self, source, target):
        keep = mask(source)[:, None, None]
        read = self.source(source) * self.scale + self.waves
        for block in self.encoder:
            read = block(read, keep)
        read = self.encoder_norm(read)
        x = self.target(target) * self.scale + self.waves
        for block in self.decoder:
            x = block(x, read, keep)
        return self.logits(self.decoder_norm(x))

    @property
    def in_order(self):
        encoder = [part for block in self.encoder for part in block.parts]
        decoder = [part for block in self.decoder for part in block.parts]
        ends = [*decoder, self.decoder_norm, self.logits]
        parts = [self.source, self.target, *encoder, self.encoder_norm, *ends]
        return [w for part in parts for w in part.weights]


class Bert(keras.Model):
    def __init__(self, config):
        super().__init__()
        width, epsilon = config["width"], config["epsilon"]
        self.embedding = layers.Embedding(config["vocabSize"], width)
        self.positions = self.add_weight(shape=(config["time"], width), name="positions")
        self.segments = layers.Embedding(2, width)
        self.norm = layers.LayerNormalization(epsilon=epsilon)
        self.blocks = [PostNormBlock(config, gelu) for _ in range(config["layers"])]
        self.transform = layers.Dense(width)
        self.transform_norm = layers.LayerNormalization(epsilon=epsilon)
        self.bias = self.add_weight(shape=(config["vocabSize"],), name="bias")

    def call(self, tokens, segments):
        keep = mask(tokens)[:, None, None]
        x = self.norm(self.embedding(tokens) + self.positions + self.segments(segments))
        for block in self.blocks:
            x = block(x, keep)
        x = self.transform_norm(gelu(self.transform(x)))
        return ops.matmul(x, ops.transpose(self.embedding.embeddings)) + self.bias

    @property
    def in_order(self):
        blocks = [w for block in self.blocks for part in block.parts for w in part.weights]
        head = [*self.transform.weights, *self.transform_norm.weights, self.bias]
        start = [*self.embedding.weights, self.positions, *self.segments.weights]
        return [*start, *self.norm.weights, *blocks, *head]


TEXT_MODELS = {
    "bert-small": Bert,
    "text-cnn": text_cnn,
    "bi-lstm": bi_lstm,
    "transformer-block": TransformerClassifier,
    "seq2seq-transformer": Transformer,
}
