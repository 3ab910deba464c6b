"""Keras 3 on TensorFlow: `keras_peer.py <task> compiled|xla`, one tf.function a step."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
from common import arguments, samples_a_second, train
from keras_generators import GENERATORS
from keras_models import MODELS, loss, optimizer_of, weights_of
from keras_texts import TEXT_MODELS

task, mode = arguments()
batches = [tuple(tf.constant(part) for part in batch) for batch in task.batches]


def generator():
    generative = GENERATORS[task.model](task.config)
    for weight, value in zip(generative.weights, task.weights, strict=True):
        weight.assign(value)
    for optimizer, variables in generative.optimizers:
        optimizer.build(variables)
    inputs = [tf.constant(part) for part in task.samples]
    if hasattr(generative, "draw_step"):
        # One step of the sampler: a graph of all of them would take minutes to compile.
        generative.draw_step = tf.function(generative.draw_step, jit_compile=mode == "xla")
        sample = generative.sample
    else:
        sample = tf.function(generative.sample, jit_compile=mode == "xla")
    sampled = samples_a_second(task, lambda: sample(*inputs).numpy())
    step = tf.function(generative.step, jit_compile=mode == "xla")
    train(task, lambda index: step(*batches[index]), sampled=sampled)


def classifier():
    model = {**MODELS, **TEXT_MODELS}[task.model](task.config)
    model(*batches[0][:-1])
    for weight, value in zip(weights_of(model), task.weights, strict=True):
        weight.assign(value)
    optimizer = optimizer_of(model, task.config)
    optimizer.build(model.trainable_variables)

    @tf.function(jit_compile=mode == "xla")
    def compiled(*parts):
        *x, y = parts
        with tf.GradientTape() as tape:
            value = loss(model(*x, training=True), y, task.config)
        optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)
        return value

    train(task, lambda index: compiled(*batches[index]))


if task.model in GENERATORS:
    generator()
else:
    classifier()
