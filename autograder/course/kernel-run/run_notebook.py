"""Runs a notebook in a kernel through nbclient and tells what came of each cell.

Reads a job from stdin: {"notebook": path, "argv": [...], "env": {...}, "seconds": s, "port": path,
"out": path}. Writes to `out`: {"seconds": s, "cells": [{"id", "seconds", "status", "outputs"}],
"end": "done" | "error" | "timeout" | "dead", "at": id, "said": text, "probe": {...}}.

It stops at the first cell that fails: those behind it would only say that its names are missing.
"""

import asyncio
import json
import os
import sys
import tempfile
import time

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# Text that a cell prints after it has ended comes within this time.
LATE = 0.3

job = json.load(sys.stdin)
started = time.monotonic()
deadline = started + job["seconds"]
notebook = nbformat.read(job["notebook"], as_version=4)
cells = {}
strays = []
current = {"id": None, "since": 0.0}
answer = {"end": "done", "at": None, "said": "", "probe": None}


class Timed(NotebookClient):
    """Each cell has what is left of the whole run's time."""

    def _get_timeout(self, cell):
        return max(0.1, deadline - time.monotonic())


async def ask(line):
    """Asks the preload of the kernel's process; None where it is gone."""
    try:
        with open(job["port"], encoding="utf8") as file:
            port = int(file.read())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write((json.dumps(line) + "\n").encode())
        reply = await asyncio.wait_for(reader.readline(), max(1, deadline - time.monotonic()))
        writer.close()
        return json.loads(reply)
    except (OSError, ValueError, asyncio.TimeoutError):
        return None


def listen(channel):
    """nbclient drops what comes for a cell that has ended; here its stderr is kept."""
    get = channel.get_msg
    owners = {}

    async def get_msg(*args, **kwargs):
        message = await get(*args, **kwargs)
        parent = message["parent_header"].get("msg_id")
        content = message["content"]
        # The first that comes for a cell says that the kernel is busy with it.
        owner = owners.setdefault(parent, current["id"])
        if owner != current["id"] and content.get("name") == "stderr":
            strays.append({"id": owner, "text": content["text"]})
        return message

    channel.get_msg = get_msg


async def on_cell_execute(cell, cell_index):
    current.update(id=cell.id, since=time.monotonic())
    await ask({"cell": cell.id})


def keep(cell, status):
    seconds = time.monotonic() - current["since"]
    cells[cell.id] = {"id": cell.id, "seconds": seconds, "status": status, "outputs": cell.outputs}


async def on_cell_executed(cell, cell_index, execute_reply):
    keep(cell, execute_reply["content"]["status"])


async def drain(client):
    """What the cells still print after the last of them."""
    current["id"] = None
    until = time.monotonic() + LATE
    while time.monotonic() < until:
        try:
            await client.kc.iopub_channel.get_msg(timeout=0.1)
        except Exception:
            continue


async def main():
    manager = AsyncKernelManager()
    manager._kernel_spec = KernelSpec(
        argv=job["argv"], display_name="TypeScript", language="typescript"
    )
    client = Timed(notebook, km=manager, allow_errors=False, coalesce_streams=False)
    client.on_cell_execute = on_cell_execute
    client.on_cell_executed = on_cell_executed
    client.startup_timeout = max(1, int(job["seconds"]))
    with tempfile.TemporaryFile() as log:
        try:
            async with client.async_setup_kernel(
                cwd=os.getcwd(), env={**os.environ, **job["env"]}, stderr=log
            ):
                listen(client.kc.iopub_channel)
                try:
                    for index, cell in enumerate(notebook.cells):
                        await client.async_execute_cell(cell, index)
                    await drain(client)
                    answer["probe"] = await ask({"end": True})
                finally:
                    # nbclient leaves a kernel that is not its own, and one that hangs in a loop does not
                    # answer a polite request to end.
                    await manager.shutdown_kernel(now=answer["probe"] is None)
        except CellExecutionError:
            answer.update(end="error", at=current["id"])
        except CellTimeoutError:
            answer.update(end="timeout", at=current["id"])
        except (DeadKernelError, RuntimeError) as error:
            late = time.monotonic() >= deadline
            answer.update(end="timeout" if late else "dead", at=current["id"], said=str(error))
        log.seek(0)
        written = log.read().decode("utf8", "replace")
    unfinished = [cell for cell in notebook.cells if cell.id == current["id"]]
    for cell in unfinished:
        if cell.id not in cells:
            keep(cell, answer["end"])
    answer.update(
        seconds=time.monotonic() - started,
        cells=list(cells.values()),
        strays=strays,
        written=written,
    )
    with open(job["out"], "w", encoding="utf8") as file:
        json.dump(answer, file)


asyncio.run(main())
