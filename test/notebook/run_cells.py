"""Runs cells in a Jupyter kernel through the protocol and prints what came back as JSON.

Reads from stdin: {"argv": [...], "cwd": "...", "cells": [...], "timeout": s, "env": {...}}.
A cell is a string, or {"code": ..., "interrupt_after": s, "stop_on_error": bool}; or a question of
the editor, {"ask": "complete" or "inspect", "code": ...}, with the cursor at the mark |.
"""

import json
import os
import sys
import time

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager


def ask(client, kind, marked, timeout):
    position = marked.index("|")
    code = marked[:position] + marked[position + 1 :]
    started = time.monotonic()
    sent = getattr(client, kind)(code, position)
    while True:
        message = client.get_shell_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == sent:
            break
    seconds = time.monotonic() - started
    return {"seconds": seconds, "reply": message["content"], "outputs": []}


def run(client, cell, timeout):
    if isinstance(cell, str):
        cell = {"code": cell}
    if "ask" in cell:
        return ask(client, cell["ask"], cell["code"], timeout)
    outputs = []
    started = time.monotonic()
    sent = client.execute(cell["code"], stop_on_error=cell.get("stop_on_error", False))
    interrupt_at = cell.get("interrupt_after")
    while True:
        elapsed = time.monotonic() - started
        if elapsed > timeout:
            outputs.append({"type": "timeout"})
            break
        if interrupt_at is not None and elapsed > interrupt_at:
            manager.interrupt_kernel()
            interrupt_at = None
        try:
            message = client.get_iopub_msg(timeout=0.1)
        except Exception:
            continue
        if message["parent_header"].get("msg_id") != sent:
            outputs.append({"type": "stray", **message["content"]})
            continue
        kind = message["msg_type"]
        if kind == "status":
            if message["content"]["execution_state"] == "idle":
                break
        else:
            outputs.append({"type": kind, **message["content"]})
    seconds = time.monotonic() - started
    reply = None
    while reply is None:
        try:
            message = client.get_shell_msg(timeout=timeout)
        except Exception:
            reply = {"status": "no-reply"}
            break
        if message["parent_header"].get("msg_id") == sent:
            reply = message["content"]
    return {"seconds": seconds, "reply": reply, "outputs": outputs}


job = json.load(sys.stdin)
manager = KernelManager()
manager._kernel_spec = KernelSpec(argv=job["argv"], display_name="test", language="typescript")
started = time.monotonic()
manager.start_kernel(cwd=job["cwd"], env={**os.environ, **job.get("env", {})})
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=60)
    ready = time.monotonic() - started
    timeout = job.get("timeout", 120)
    results = [run(client, cell, timeout) for cell in job["cells"]]
    info = client.kernel_info(reply=True, timeout=10)["content"]
finally:
    client.stop_channels()
    stop = time.monotonic()
    manager.shutdown_kernel()
    stopped = time.monotonic() - stop
json.dump({"ready": ready, "results": results, "info": info, "stopped": stopped}, sys.stdout)
