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

    def _read(self, array):
        kind = np.float32 if array["dtype"] == "float32" else np.int32
        values = np.fromfile(f"{self.folder}/{array['file']}", kind)
        return values.reshape(array["shape"])


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def train(task, step):
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
    report({"times": times, "losses": losses})


def report(values):
    print(json.dumps({**values, "peakMegabytes": peak_megabytes()}))


def arguments():
    """The task's folder and the mode."""
    return Task(sys.argv[1]), sys.argv[2]
