"""PyTorch's part of the comparison: `torch_peer.py <task> eager|compiled|generate`."""

import os
import time

import torch
from common import arguments, report, samples_a_second, train
from torch_generators import GENERATORS
from torch_models import MODELS, Weights, generate, loss, optimizer_of
from torch_texts import TEXT_MODELS

task, mode = arguments()
torch.set_num_threads(int(os.environ.get("GRADUS_BENCH_THREADS", "2")))
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)


def on_device(arrays):
    return tuple(torch.from_numpy(part).to(device) for part in arrays)


def write(model):
    options = task.spec["generate"]
    model.eval()
    figures = {}
    for name in ("cached", "uncached"):
        generate(model, options["prompt"], 8, name == "cached")
        start = time.perf_counter()
        tokens = generate(model, options["prompt"], options["tokens"], name == "cached")
        figures[name] = options["tokens"] / (time.perf_counter() - start)
        figures[f"{name}Tokens"] = tokens
    report({"generate": figures})


def classifier(model):
    optimizer = optimizer_of(model, task.config)
    batches = [on_device(batch) for batch in task.batches]
    model.train()
    forward = torch.compile(model) if mode == "compiled" else model

    def step(index):
        *x, y = batches[index]
        optimizer.zero_grad(set_to_none=True)
        value = loss(forward(*x), y, task.config)
        value.backward()
        optimizer.step()
        return value.item()

    train(task, step)


def generator():
    compiled = torch.compile if mode == "compiled" else lambda function: function
    generative = GENERATORS[task.model](task.config, Weights(task.weights), compiled)
    inputs, batches = on_device(task.samples), [on_device(batch) for batch in task.batches]

    def sample():
        with torch.inference_mode():
            return generative.sample(*inputs).cpu().numpy()

    for network in generative.networks:
        network.to(device).eval()
    sampled = samples_a_second(task, sample)
    for network in generative.networks:
        network.train()
    train(task, lambda index: generative.step(*batches[index]), sampled=sampled)


if task.model in GENERATORS:
    generator()
else:
    chosen = {**MODELS, **TEXT_MODELS}[task.model](task.config, Weights(task.weights)).to(device)
    write(chosen) if mode == "generate" else classifier(chosen)
