"""The benchmark's generators in Keras 3: networks, one training step on a batch and its noise, a sampler."""

import keras
import numpy as np
import tensorflow as tf
from common import betas, ddim
from keras import layers, ops


def adam(config):
    return keras.optimizers.Adam(config["learningRate"], config.get("beta1", 0.9), config.get("beta2", 0.999))


class Vae:
    def __init__(self, config):
        hidden, latent = config["hidden"], config["latent"]
        start = x = layers.Input((config["inputs"],))
        dense = [layers.Dense(units, activation="relu") for units in hidden]
        heads = [layers.Dense(latent), layers.Dense(latent)]
        for layer in dense:
            x = layer(x)
        self.encoder = keras.Model(start, [head(x) for head in heads])
        back = [layers.Dense(units, activation="relu") for units in reversed(hidden)]
        back.append(layers.Dense(config["inputs"]))
        self.decoder = keras.Sequential([layers.Input((latent,)), *back])
        self.weights = [w for layer in [*dense, *heads, *back] for w in layer.weights]
        self.optimizers = [(adam(config), self.weights)]

    def step(self, x, noise):
        optimizer, variables = self.optimizers[0]
        with tf.GradientTape() as tape:
            mean, log_variance = self.encoder(x, training=True)
            logits = self.decoder(mean + tf.exp(0.5 * log_variance) * noise, training=True)
            cost = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
            kl = 0.5 * (tf.square(mean) + tf.exp(log_variance) - log_variance - 1.0)
            value = tf.reduce_mean(tf.reduce_sum(cost, 1) + tf.reduce_sum(kl, 1))
        optimizer.apply(tape.gradient(value, variables), variables)
        return value

    def sample(self, codes):
        return tf.sigmoid(self.decoder(codes, training=False))


class Gan:
    """The generator and the discriminator of DCGAN; a critic has no norms."""

    normed = True

    def __init__(self, config):
        self.config = config
        self.generator, self.critic = self._generator(config), self._critic(config)
        self.weights = [w for net in (self.generator, self.critic) for layer in net.layers for w in layer.weights]
        self.optimizers = [(adam(config), net.trainable_variables) for net in (self.generator, self.critic)]

    def _norm(self):
        return layers.BatchNormalization(momentum=0.9, epsilon=self.config["epsilon"])

    def _generator(self, config):
        height, width, channels = config["image"]
        first, *filters = config["generatorFilters"]
        factor = 2 ** len(config["generatorFilters"])
        small = (height // factor, width // factor, first)
        stack = [layers.Input((config["latent"],)), layers.Dense(int(np.prod(small)), use_bias=False)]
        stack += [self._norm(), layers.ReLU(), layers.Reshape(small)]
        for count in filters:
            stack += [layers.Conv2DTranspose(count, 4, 2, padding="same", use_bias=False), self._norm(), layers.ReLU()]
        return keras.Sequential([*stack, layers.Conv2DTranspose(channels, 4, 2, padding="same", activation="sigmoid")])

    def _critic(self, config):
        stack = [layers.Input(config["image"])]
        for i, count in enumerate(config["criticFilters"]):
            normed = self.normed and i > 0
            stack.append(layers.Conv2D(count, 4, 2, padding="same", use_bias=not normed))
            stack += [self._norm()] if normed else []
            stack.append(layers.LeakyReLU(negative_slope=0.2))
        return keras.Sequential([*stack, layers.Flatten(), layers.Dense(1)])

    def minimize(self, place, loss):
        optimizer, variables = self.optimizers[place]
        with tf.GradientTape() as tape:
            value = loss()
        optimizer.apply(tape.gradient(value, variables), variables)
        return value

    def sample(self, z):
        return self.generator(z, training=False)


class Dcgan(Gan):
    def step(self, real, z, more):
        def cost(logits, label):
            labels = tf.fill(tf.shape(logits), label)
            return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))

        def of_critic():
            return cost(self.critic(real, training=True), 1.0) + cost(self.critic(fake, training=True), 0.0)

        def of_generator():
            return cost(self.critic(self.generator(more, training=True), training=True), 1.0)

        fake = self.generator(z, training=True)
        return self.minimize(1, of_critic) + self.minimize(0, of_generator)


class WganGp(Gan):
    normed = False

    def step(self, real, noise, share, z):
        count = self.config["criticSteps"]
        value = 0.0
        for one in zip(*(tf.split(part, count) for part in (real, noise, share))):
            value += self._critic_step(*one)
        score = lambda: -tf.reduce_mean(self.critic(self.generator(z, training=True), training=True))
        return value + self.minimize(0, score)

    def _critic_step(self, real, noise, share):
        fake = self.generator(noise, training=True)

        def loss():
            between = fake + (real - fake) * share
            with tf.GradientTape() as tape:
                tape.watch(between)
                scores = self.critic(between, training=True)
            slope = tape.gradient(scores, between)
            norm = tf.sqrt(tf.reduce_sum(tf.square(slope), [1, 2, 3]) + 1e-12)
            penalty = tf.reduce_mean(tf.square(norm - 1.0))
            distance = tf.reduce_mean(self.critic(fake, training=True)) - tf.reduce_mean(self.critic(real, training=True))
            return distance + self.config["penalty"] * penalty

        return self.minimize(1, loss)


def embed_time(time, width):
    """Sines, then cosines, of [B] times: [B, width]."""
    half = width // 2
    angles = tf.cast(time, tf.float32)[:, None] * 10000.0 ** (-tf.range(half, dtype=tf.float32) / half)
    return tf.concat([tf.sin(angles), tf.cos(angles)], 1)


class Ddpm:
    """The U-Net of gradus/diffusion: residual blocks that know the time, attention at the lowest size."""

    def __init__(self, config):
        self.config, self.weights = config, []
        self.signal = tf.constant(np.cumprod(1 - betas(config["timesteps"])), tf.float32)
        self.network = self._network(config)
        self.optimizers = [(adam(config), self.network.trainable_variables)]

    def _add(self, layer, x):
        made = layer(x)
        self.weights += layer.weights
        return made

    def _conv(self, x, filters, size=3, strides=1):
        return self._add(layers.Conv2D(filters, size, strides, padding="same"), x)

    def _norm(self, x):
        return self._add(layers.GroupNormalization(self.config["groups"], epsilon=1e-5), x)

    def _block(self, x, vector, filters):
        past = x
        y = self._conv(ops.silu(self._norm(x)), filters)
        y = self._norm(y)
        scale, shift = (self._add(layers.Dense(filters), vector)[:, None, None] for _ in range(2))
        y = ops.silu(y * scale + shift)
        if past.shape[-1] != filters:
            past = self._conv(past, filters, 1)
        return past + self._conv(y, filters)

    def _attention(self, x):
        _, height, width, channels = x.shape
        rows = ops.reshape(self._norm(x), (-1, height * width, channels))
        q, k, v = (part[:, :, None] for part in ops.split(self._add(layers.Dense(3 * channels), rows), 3, -1))
        seen = self._add(layers.Dense(channels), ops.dot_product_attention(q, k, v)[:, :, 0])
        return x + ops.reshape(seen, (-1, height, width, channels))

    def _network(self, config):
        filters, blocks = config["filters"], config["blocks"]
        levels = [filters * one for one in config["multipliers"]]
        noisy, waves = layers.Input(config["image"]), layers.Input((filters,))
        hidden = self._add(layers.Dense(4 * filters, activation="silu"), waves)
        vector = ops.silu(self._add(layers.Dense(4 * filters), hidden))
        x = self._conv(noisy, filters)
        skips = [x]
        for level, wide in enumerate(levels):
            for _ in range(blocks):
                x = self._block(x, vector, wide)
                skips.append(x)
            if level < len(levels) - 1:
                x = self._conv(x, wide, strides=2)
                skips.append(x)
        x = self._block(x, vector, levels[-1])
        x = self._block(self._attention(x), vector, levels[-1])
        for level in reversed(range(len(levels))):
            for _ in range(blocks + 1):
                x = self._block(ops.concatenate([x, skips.pop()], -1), vector, levels[level])
            if level > 0:
                x = self._conv(layers.UpSampling2D()(x), levels[level])
        out = self._conv(ops.silu(self._norm(x)), config["image"][2])
        return keras.Model([noisy, waves], out)

    def _noise(self, noisy, time, training):
        return self.network([noisy, embed_time(time, self.config["filters"])], training=training)

    def step(self, x, noise, time):
        optimizer, variables = self.optimizers[0]
        left = tf.gather(self.signal, time)[:, None, None, None]
        noisy = tf.sqrt(left) * x + tf.sqrt(1 - left) * noise
        with tf.GradientTape() as tape:
            value = tf.reduce_mean(tf.square(self._noise(noisy, time, True) - noise))
        optimizer.apply(tape.gradient(value, variables), variables)
        return value

    def draw_step(self, x, time, left, left_after):
        noise = self._noise(x, tf.fill([tf.shape(x)[0]], time), False)
        clean = (x - tf.sqrt(1 - left) * noise) / tf.sqrt(left)
        return tf.sqrt(left_after) * clean + tf.sqrt(1 - left_after) * noise

    def sample(self, x):
        for time, left, left_after in ddim(self.config):
            x = self.draw_step(x, tf.constant(time, tf.float32), tf.constant(left), tf.constant(left_after))
        return x


GENERATORS = {"vae": Vae, "dcgan": Dcgan, "wgan-gp": WganGp, "ddpm": Ddpm}
