"""What stands beside Repères on one machine: free ports, and nginx before it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from benchmarks.chroma_server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NGINX: Final = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_read_timeout 300s;
    {before}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 60m;
        {places}
    }}
}}
"""


@contextlib.contextmanager
def nginx(folder: Path, places: str, before: str = "") -> Iterator[int]:
    """nginx, for as long as it is wanted; its port. Skips the test where the program is missing.

    Args:
        folder: Of its own.
        places: `location` blocks of its one server.
        before: What stands before that server, as `upstream`.
    """
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("NOT RUN BEHIND A PROXY: nginx is missing (apt-get install -y nginx-light)")
    port = free_port()
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(folder=folder, port=port, places=places, before=before), encoding="utf-8")
    with subprocess.Popen([program, "-c", str(written), "-p", str(folder)]) as running:
        try:
            yield port
        finally:
            running.terminate()
