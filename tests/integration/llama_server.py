"""llama.cpp's server over the small model given, on the port given: `python llama_server.py MODEL.gguf PORT`.

In a process of its own, as a real one would be: what it writes to the terminal, and its threads, are not ours.
"""

from __future__ import annotations

import sys
import time

import xllamacpp


def main(path: str, port: int) -> None:
    """Serves until it is killed."""
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = 8192
    params.n_parallel = 1
    params.cpuparams.n_threads = 1  # two would spin while they wait for each other, on cores that other tests want
    params.verbosity = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
