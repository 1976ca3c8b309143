"""What runs Repères on one machine: systemd's units and nginx's file, looked at by the programs that read them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from indexer.settings import PREFIX, Settings

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: Final = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
PATH: Final = f"{os.environ['PATH']}:/usr/sbin"


@pytest.fixture(scope="module")
def units(root: Path) -> dict[str, str]:
    """Their text, by name."""
    folder = root / "deploy" / "systemd"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_systemd_reads_the_units(units: dict[str, str], tmp_path: Path) -> None:
    """Nothing unknown in them, nothing that it would pass over."""
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("NO UNIT WAS READ: systemd-analyze is missing")
    paths = []
    for name, text in units.items():
        path = tmp_path / name.replace("@.", "@8001.")
        path.write_text(re.sub(r"Exec(\w+)=/\S+", r"Exec\1=/bin/true", text), encoding="utf-8")
        paths.append(path)
    done = subprocess.run([program, "verify", *paths], capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert told == [], done.stderr


def test_every_variable_is_a_setting(units: dict[str, str]) -> None:
    """A mistyped one would be refused at start."""
    told = {name for text in units.values() for name in re.findall(rf"\b({PREFIX}\w+)=", text)}
    assert told
    assert told <= SETTINGS


def test_each_service_is_closed(units: dict[str, str]) -> None:
    """Not root, and nothing to write but its own folders."""
    for name, text in units.items():
        if name.endswith(".service"):
            for line in ("User=reperes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
                assert f"\n{line}\n" in text, (name, line)


def test_nginx_reads_its_file(root: Path, tmp_path: Path) -> None:
    """With the names of the certificates alone changed, which this machine has not."""
    program = shutil.which("nginx", path=PATH)
    if not program:
        pytest.skip("NGINX'S FILE WAS NOT READ: nginx is missing (apt-get install -y nginx-light)")
    text = (root / "deploy" / "nginx" / "reperes.conf").read_text(encoding="utf-8")
    text = re.sub(r"\n *ssl_certificate.*", "", text).replace("listen 443 ssl", "listen 127.0.0.1:8443")
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n"
    for place in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        whole = whole.replace("access_log off;", f"access_log off;\n{place}_temp_path {tmp_path}/{place};")
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    command = [
        program,
        "-t",
        "-q",
        "-e",
        str(tmp_path / "log"),
        "-p",
        str(tmp_path),
        "-c",
        str(tmp_path / "nginx.conf"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
