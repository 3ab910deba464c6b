"""The benchmark's models in Keras 3; weights keep TensorFlow's layout and order."""

import keras
import tensorflow as tf
from keras import layers, ops


def mlp(config):
    stack = [layers.Input((config["inputs"],))]
    stack += [layers.Dense(units, activation="relu") for units in config["hidden"]]
    return keras.Sequential([*stack, layers.Dense(config["classes"])])


def cnn(config):
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(config["classes"]),
        ]
    )


def lstm(config):
    return keras.Sequential(
        [
            layers.Input((config["time"],), dtype="int32"),
            layers.Embedding(config["vocabSize"], config["embedding"]),
            layers.LSTM(config["units"]),
            layers.Dense(config["classes"]),
        ]
    )


class Block(layers.Layer):
    def __init__(self, config, causal=True):
        super().__init__()
        self.heads, self.causal = config["heads"], causal
        width, epsilon = config["width"], config["epsilon"]
        self.ln1 = layers.LayerNormalization(epsilon=epsilon)
        self.qkv = layers.Dense(3 * width)
        self.proj = layers.Dense(width)
        self.ln2 = layers.LayerNormalization(epsilon=epsilon)
        self.fc = layers.Dense(4 * width)
        self.out = layers.Dense(width)

    def call(self, x):
        B, T, D = x.shape
        q, k, v = ops.split(self.qkv(self.ln1(x)), 3, -1)
        q, k, v = (ops.reshape(t, (-1, T, self.heads, D // self.heads)) for t in (q, k, v))
        y = ops.dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.proj(ops.reshape(y, (-1, T, D)))
        return x + self.out(ops.gelu(self.fc(self.ln2(x)), approximate=True))


class GPT(keras.Model):
    def __init__(self, config):
        super().__init__()
        self.tied = config["tied"]
        self.wte = layers.Embedding(config["vocabSize"], config["width"])
        self.wpe = layers.Embedding(config["context"], config["width"])
        self.blocks = [Block(config) for _ in range(config["layers"])]
        self.lnf = layers.LayerNormalization(epsilon=config["epsilon"])
        self.head = None if self.tied else layers.Dense(config["vocabSize"], use_bias=False)

    def call(self, tokens):
        x = self.wte(tokens) + self.wpe(ops.arange(tokens.shape[1]))
        for block in self.blocks:
            x = block(x)
        x = self.lnf(x)
        if self.tied:
            return ops.matmul(x, ops.transpose(self.wte.embeddings))
        return self.head(x)


def gpt(config):
    return GPT(config)


def ordered(model):
    """GPT's weights in the order of the task."""
    parts = [model.wte, model.wpe]
    for b in model.blocks:
        parts += [b.ln1, b.qkv, b.proj, b.ln2, b.fc, b.out]
    parts.append(model.lnf)
    if model.head is not None:
        parts.append(model.head)
    return [w for part in parts for w in part.weights]


def resnet18(config):
    epsilon = config["epsilon"]

    def conv(x, filters, size, stride, padding, found):
        if padding > 0:
            x = layers.ZeroPadding2D(padding)(x)
        layer = layers.Conv2D(filters, size, stride, use_bias=False)
        norm = layers.BatchNormalization(momentum=0.9, epsilon=epsilon)
        found += [layer, norm]
        return norm(layer(x))

    found = []
    start = x = layers.Input((64, 64, 3))
    x = layers.ReLU()(conv(x, 64, 7, 2, 3, found))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x))
    inputs = 64
    for filters, first in ((64, 1), (128, 2), (256, 2), (512, 2)):
        for stride in (first, 1):
            y = layers.ReLU()(conv(x, filters, 3, stride, 1, found))
            y = conv(y, filters, 3, 1, 1, found)
            if stride != 1 or inputs != filters:
                x = conv(x, filters, 1, stride, 0, found)
            x = layers.ReLU()(layers.Add()([x, y]))
            inputs = filters
    dense = layers.Dense(config["classes"])
    model = keras.Model(start, dense(layers.GlobalAveragePooling2D()(x)))
    model.in_order = [w for layer in [*found, dense] for w in layer.weights]
    return model


def mobilenet(config):
    found = []

    def normed(x, layer):
        norm = layers.BatchNormalization(momentum=0.9, epsilon=config["epsilon"])
        found.extend([layer, norm])
        return layers.ReLU()(norm(layer(x)))

    start = layers.Input(config["image"])
    x = normed(start, layers.Conv2D(32, 3, padding="same", use_bias=False))
    for filters, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1)):
        x = normed(x, layers.DepthwiseConv2D(3, stride, padding="same", use_bias=False))
        x = normed(x, layers.Conv2D(filters, 1, use_bias=False))
    dense = layers.Dense(config["classes"])
    model = keras.Model(start, dense(layers.GlobalAveragePooling2D()(x)))
    model.in_order = [w for layer in [*found, dense] for w in layer.weights]
    return model


class ViT(keras.Model):
    def __init__(self, config):
        super().__init__()
        height, width, _ = config["image"]
        patch, self.size = config["patchSize"], config["width"]
        self.count = (height // patch) * (width // patch)
        self.patches = layers.Conv2D(self.size, patch, patch)
        self.token = self.add_weight(shape=(1, 1, self.size), name="token")
        self.positions = self.add_weight(shape=(self.count + 1, self.size), name="positions")
        self.blocks = [Block(config, causal=False) for _ in range(config["layers"])]
        self.norm = layers.LayerNormalization(epsilon=config["epsilon"])
        self.head = layers.Dense(config["classes"])

    def call(self, images):
        x = ops.reshape(self.patches(images), (-1, self.count, self.size))
        tokens = ops.broadcast_to(self.token, (ops.shape(x)[0], 1, self.size))
        x = ops.concatenate([tokens, x], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x[:, 0]))

    @property
    def in_order(self):
        parts = [*self.patches.weights, self.token, self.positions]
        for b in self.blocks:
            parts += [w for part in (b.ln1, b.qkv, b.proj, b.ln2, b.fc, b.out) for w in part.weights]
        return [*parts, *self.norm.weights, *self.head.weights]


def vit(config):
    return ViT(config)


def unet(config):
    found = []

    def add(layer, x):
        found.append(layer)
        return layer(x)

    def pair(x, filters):
        for _ in range(2):
            x = add(layers.Conv2D(filters, 3, padding="same", activation="relu"), x)
        return x

    filters, depth, skips = config["filters"], config["depth"], []
    start = x = layers.Input(config["image"])
    for level in range(depth):
        x = pair(x, filters * 2**level)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = pair(x, filters * 2**depth)
    for level in reversed(range(depth)):
        up = add(layers.Conv2DTranspose(filters * 2**level, 2, 2), x)
        x = pair(layers.Concatenate()([skips[level], up]), filters * 2**level)
    model = keras.Model(start, add(layers.Conv2D(config["classes"], 1), x))
    model.in_order = [w for layer in found for w in layer.weights]
    return model


MODELS = {
    "mlp": mlp,
    "cnn": cnn,
    "lstm": lstm,
    "gpt": gpt,
    "gpt2": gpt,
    "resnet18": resnet18,
    "mobilenet": mobilenet,
    "vit": vit,
    "unet": unet,
}


def weights_of(model):
    if isinstance(model, GPT):
        return ordered(model)
    return getattr(model, "in_order", model.weights)


def loss(logits, y, config):
    classes = tf.reshape(y, tf.shape(logits)[:-1])
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=classes)
    if not config.get("padded"):
        return tf.reduce_mean(losses)
    counts = tf.cast(classes != 0, tf.float32)
    return tf.reduce_sum(losses * counts) / tf.reduce_sum(counts)


def optimizer_of(model, config):
    rate = config["learningRate"]
    if config["optimizer"] == "adam":
        return keras.optimizers.Adam(rate)
    if config["optimizer"] == "momentum":
        return keras.optimizers.SGD(rate, momentum=0.9)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=config["weightDecay"], epsilon=1e-8)
    kept = [w for w in model.trainable_variables if len(w.shape) < 2]
    optimizer.exclude_from_weight_decay(var_list=kept)
    return optimizer
