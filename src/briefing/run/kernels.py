"""Kernels that start in a blink and never outlive their run.

A kernel is forked from a server process that has already imported what notebooks import; each is a process of its
own, in its own session. Where the platform cannot fork, ordinary kernels start instead. Kernels talk over IPC
sockets, not TCP ports, where the platform has them. Belongs here: how a kernel process starts, what it inherits and
when it ends. Does not belong here: notebooks, parameters, figures.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from types import ModuleType

import zmq
import zmq.asyncio
from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from briefing.record.files import MADE_OF, WITNESS

# Nothing that a run starts, a server, a tracker or a kernel, may import a file that lies in the working directory.
os.environ["PYTHONSAFEPATH"] = "1"
CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()
WARM = "briefing.run.preload"
IGNORE_CWD = "--IPKernelApp.ignore_cwd=True"  # what lies beside a notebook is recorded nowhere
FILES, FILES_A_KERNEL = 48, 32  # open in the process of a run: by itself, and for each kernel, its spare one included
LONGEST = 60  # characters of the folder for sockets, as a socket's path may have 104 bytes


def warm_up() -> None:
    """Start the server that kernels are forked from; it imports while the caller goes on."""
    if CAN_FORK:
        from multiprocessing import forkserver

        folder = sockets()
        with _STARTING:
            os.environ["BRIEFING_SOCKETS"] = folder
            multiprocessing.current_process()._config["tempdir"] = folder  # for the server's own socket
            forkserver.set_forkserver_preload(["briefing.run.tidy", WARM])
            try:
                forkserver.ensure_running()
            finally:
                del os.environ["BRIEFING_SOCKETS"]


_STARTING = threading.Lock()


@cache
def _folder() -> tempfile.TemporaryDirectory:
    """Make the folder for sockets where temporary files go, or in /tmp where that has too long a name for a socket."""
    too_long = len(tempfile.gettempdir()) > LONGEST - len("/briefing-12345678") and os.name == "posix"
    place = "/tmp" if too_long and os.access("/tmp", os.W_OK) else None
    folder = tempfile.TemporaryDirectory(prefix="briefing-", dir=place, ignore_cleanup_errors=True)
    # here and in all that a run starts: no start-up files of the user's, and none left where there is no home
    os.environ["IPYTHONDIR"] = f"{folder.name}/ipython"
    return folder


def sockets() -> str:
    """Return the folder for connection files and sockets, removed at exit; short, as paths of sockets must be."""
    with _STARTING:
        return _folder().name


def clean_up() -> None:
    """Remove the folder for sockets at once; for a process that ends without its exit handlers."""
    _folder().cleanup()


def affordable(jobs: int, held: int = 0) -> int:
    """Return how many of so many jobs the limit on open files allows, beside those held; it is raised where it may be.

    macOS starts a shell with 256 open files, and a kernel's sockets take some thirty.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return jobs
    needed = FILES + held + FILES_A_KERNEL * (jobs + 1)
    now, most = (sys.maxsize if n == resource.RLIM_INFINITY else n for n in resource.getrlimit(resource.RLIMIT_NOFILE))
    if now < needed and now < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, most), most if most < sys.maxsize else -1))
            now = min(needed, most)
    return max(1, min(jobs, (now - FILES - held) // FILES_A_KERNEL - 1))


class HeadlessKernelManager(AsyncKernelManager):
    """A kernel manager whose Python kernels are forked and talk over IPC."""

    @default("context")
    def _that_never_hangs(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.set(zmq.BLOCKY, 0)  # a kernel that failed to start must not keep the run from ending
        return context

    @default("transport")
    def _ipc_if_possible(self) -> str:
        room = len(sockets()) <= LONGEST
        return "ipc" if zmq.has("ipc") and os.name == "posix" and room else "tcp"

    @default("connection_file")
    def _in_sockets(self) -> str:
        return f"{sockets()}/{uuid.uuid4().hex[:8]}.json"

    @property
    def kernel_spec(self):
        """The notebook's kernel, started by ForkedProvisioner if it is this Python's own."""
        spec = super().kernel_spec
        if spec:
            spec.env[WITNESS] = MADE_OF
        if spec and "ipykernel_launcher" in spec.argv and IGNORE_CWD not in spec.argv:
            spec.argv.append(IGNORE_CWD)
        if CAN_FORK and spec and "ipykernel_launcher" in spec.argv:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": "briefing-forked"}
        return spec


class ForkedProvisioner(LocalProvisioner):
    """Starts ipykernel in a process forked from the warm server."""

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Fork a kernel, or start an ordinary one where this process may have no children of its own."""
        kwargs["env"] = kwargs["env"] | {"IPYTHONDIR": f"{sockets()}/ipython"}  # whatever that of the process is
        if multiprocessing.current_process().daemon:  # such as a Dask worker under its nanny
            return await super().launch_kernel(cmd, **kwargs)
        warm_up()
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        with _no_main_module():
            process = multiprocessing.get_context("forkserver").Process(
                target=_kernel, args=(arguments, kwargs["env"], kwargs.get("cwd"), self.parent.transport == "ipc")
            )
            process.start()
        self.process = _Popen(process)
        self.pid = self.pgid = process.pid  # the kernel opens a session of its own
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep multiprocessing from importing the command's main module into a kernel, where it has no business."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class _Popen:
    """A forked process with the face of subprocess.Popen, as far as LocalProvisioner looks."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self._process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _kernel(arguments: list[str], env: dict[str, str], cwd: str | None, ipc: bool) -> None:
    """Be a kernel: what `python -m ipykernel_launcher` does, in a process that has the imports behind it."""
    os.setsid()
    _die_with_the_run()
    atexit._clear()  # the server's handlers are not this process's; newer versions of multiprocessing do the same
    _be_a_fresh_process(arguments, env, cwd)
    from ipykernel.kernelapp import IPKernelApp

    if ipc:
        _open_no_port(f"ipc://{Path(env['IPYTHONDIR']).parent}/{os.getpid()}.out")
    try:
        quiet = "--IPKernelApp.log_level=50"  # the run tells of failures, in fewer words
        logging.getLogger("tornado").setLevel(logging.CRITICAL)  # of sockets that close while a kernel shuts down
        IPKernelApp.launch_instance([*arguments, quiet, f"--IPKernelApp.parent_handle={os.getppid()}"])
    finally:
        atexit._run_exitfuncs()


def _open_no_port(address: str) -> None:
    """Let what a notebook's own processes print come in at an address of ours; ipykernel opens a TCP port for it."""
    from ipykernel import kernelapp
    from zmq.eventloop.zmqstream import ZMQStream

    class Listening(kernelapp.IOPubThread):
        def _setup_pipe_in(self):
            self._pipe_uuid = os.urandom(16)
            pipe = self.socket.context.socket(zmq.PULL)
            pipe.linger = 0
            pipe.bind(address)
            self._pipe_in = ZMQStream(pipe, self.io_loop)
            self._pipe_in.on_recv(self._handle_pipe_msg)

        def _setup_pipe_out(self):
            context = zmq.Context()  # another process's cannot be used after a fork
            pipe = context.socket(zmq.PUSH)
            pipe.linger = 3000
            pipe.connect(address)
            return context, pipe

    kernelapp.IOPubThread = Listening


def _be_a_fresh_process(arguments: list[str], env: dict[str, str], cwd: str | None) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd or Path.cwd())
    sys.argv[:] = ["ipykernel_launcher.py", *arguments]
    if WARM in sys.modules:
        sys.path[:] = sys.modules[WARM].PATH
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else all kernels of a run would draw the same numbers
    multiprocessing.current_process()._config.pop("daemon", None)  # a notebook may start processes of its own


def _die_with_the_run() -> None:
    """End this process and all it started as soon as the run's end of the pipe to it closes, for whatever reason.

    Linux kills by itself, even while a cell holds Python's lock; elsewhere a thread waits for it.
    """
    pipe = multiprocessing.parent_process().sentinel
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
        if wait([pipe], timeout=0):  # it closed before we listened
            os.killpg(0, signal.SIGKILL)
    else:
        threading.Thread(target=lambda: wait([pipe]) and os.killpg(0, signal.SIGKILL), daemon=True).start()
