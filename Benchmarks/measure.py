"""One measured run of one contender, and what several runs say together."""
import dataclasses
import os
import statistics
import subprocess
import time


@dataclasses.dataclass(frozen=True)
class Contender:
    """A way to get the work done: phases one after the other, the commands of a phase side by side.

    A command is a list of arguments, or a line for the shell.
    """

    name: str
    phases: list
    # What is done before, off the clock: commands in order.
    prepare: tuple = ()


@dataclasses.dataclass
class Run:
    wall: float
    client_cpu: float
    server_cpu: float
    # The largest process of the client, in megabytes.
    memory: float


class Failure(Exception):
    pass


def measure(server, contender, directory):
    for command in contender.prepare:
        _wait(_start(command, directory))
    before = server.cpu_seconds()
    start = time.monotonic()
    cpu = memory = 0
    for commands in contender.phases:
        for process in [_start(command, directory) for command in commands]:
            usage = _wait(process)
            cpu += usage.ru_utime + usage.ru_stime
            memory = max(memory, usage.ru_maxrss / 1024)
    return Run(time.monotonic() - start, cpu, server.cpu_seconds() - before, memory)


def _start(command, directory):
    arguments = command if isinstance(command, list) else ["bash", "-c", f"set -o pipefail; {command}"]
    # What programs say on the way is little; it is read when they have ended.
    return subprocess.Popen(
        arguments, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _wait(process):
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stderr.read().decode(errors="replace")
    process.stderr.close()
    if process.returncode != 0:
        raise Failure(f"{process.args} ended with {process.returncode}:\n{said[-2000:]}")
    return usage


def summary(runs):
    """Medians of all figures, and the least and the most of the time."""
    walls = [run.wall for run in runs]
    return {
        "wall": statistics.median(walls), "wall_min": min(walls), "wall_max": max(walls),
        "client_cpu": statistics.median(run.client_cpu for run in runs),
        "server_cpu": statistics.median(run.server_cpu for run in runs),
        "memory": max(run.memory for run in runs), "runs": len(runs),
    }
