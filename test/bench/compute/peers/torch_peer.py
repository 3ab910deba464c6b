"""PyTorch's part of the comparison: `torch_peer.py <task> eager|compiled|generate`."""

import os
import time

import torch
from common import arguments, report, train
from torch_models import MODELS, Weights, generate, loss, optimizer_of

task, mode = arguments()
torch.set_num_threads(int(os.environ.get("GRADUS_BENCH_THREADS", "2")))
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
model = MODELS[task.model](task.config, Weights(task.weights)).to(device)

if mode == "generate":
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
else:
    optimizer = optimizer_of(model, task.config)
    batches = [tuple(torch.from_numpy(part).to(device) for part in batch) for batch in task.batches]
    model.train()
    forward = torch.compile(model) if mode == "compiled" else model

    def step(index):
        x, y = batches[index]
        optimizer.zero_grad(set_to_none=True)
        value = loss(forward(x), y)
        value.backward()
        optimizer.step()
        return value.item()

    train(task, step)
