"""What both peers share: the task that the driver wrote, the clock, the report."""

import json
import resource
import sys
import time

import numpy as np


class Task:
    """A folder with task.json and the arrays that it lists, written by run.mjs."""

    def __init__(self, folder):
        self.folder = folder
        with open(f"{folder}/task.json") as file:
            self.spec = json.load(file)
        self.model = self.spec["model"]
        self.config = self.spec["config"]
        self.weights = [self._read(array) for array in self.spec["weights"]]
        self.batches = [tuple(self._read(array) for array in batch) for batch in self.spec["batches"]]
        self.samples = [self._read(array) for array in self.spec.get("sample", [])]

    def _read(self, array):
        kind = np.float32 if array["dtype"] == "float32" else np.int32
        values = np.fromfile(f"{self.folder}/{array['file']}", kind)
        return values.reshape(array["shape"])


def betas(steps):
    """The linear schedule of Ho et al. 2020."""
    return np.linspace(1e-4, 0.02, steps)


def ddim(config):
    """For each step of the sampler: the time, and how much of the signal is left there and after it."""
    signal = np.cumprod(1 - betas(config["timesteps"]))
    count, steps = config["timesteps"], config["sampleSteps"]
    times = [int((steps - i) * count / steps + 0.5) - 1 for i in range(steps)]
    after = [float(signal[time]) for time in times[1:]] + [1.0]
    return [(time, float(signal[time]), one) for time, one in zip(times, after)]


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def samples_a_second(task, sample):
    """The rate of a generator; each batch is timed until its numbers are in this process."""
    count, longest, warm_up = len(task.samples[0]), 3, 400
    made = sample()
    begin = time.perf_counter()
    for _ in range(1, warm_up):
        if time.perf_counter() - begin > longest:
            break
        made = sample()
    times, start = [], time.perf_counter()
    while len(times) < 50 and (len(times) < 3 or time.perf_counter() - start < longest):
        before = time.perf_counter()
        sample()
        times.append(time.perf_counter() - before)
    return {"perSecond": count / sorted(times)[len(times) // 2], "first": made.flatten()[:64].tolist()}


def train(task, step, **more):
    """Runs the steps; each is timed until its loss is a number in this process."""
    steps, budget = task.spec["steps"], task.spec["seconds"]
    losses, times = [], []
    start = time.perf_counter()
    for index in range(steps):
        before = time.perf_counter()
        losses.append(float(step(index % len(task.batches))))
        now = time.perf_counter()
        times.append((now - before) * 1000)
        if now - start > budget:
            break
    report({"times": times, "losses": losses, **more})


def report(values):
    print(json.dumps({**values, "peakMegabytes": peak_megabytes()}))


def arguments():
    """The task's folder and the mode."""
    return Task(sys.argv[1]), sys.argv[2]
