"""The image as its Dockerfile says it: read by a parser of Dockerfiles, since the tests build none."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from dockerfile_parse import DockerfileParser

from indexer.settings import PREFIX, Settings

if TYPE_CHECKING:
    from pathlib import Path

Step = dict[str, Any]
SETTINGS: Final = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}


@pytest.fixture(scope="module")
def steps(root: Path) -> list[Step]:
    """The instructions, in their order; comments apart."""
    parsed = DockerfileParser(path=str(root), cache_content=True)
    return [step for step in parsed.structure if step["instruction"] != "COMMENT"]


@pytest.fixture(scope="module")
def last_stage(steps: list[Step]) -> list[Step]:
    """Those of the image that runs."""
    return steps[max(number for number, step in enumerate(steps) if step["instruction"] == "FROM") :]


def values(steps: list[Step], instruction: str) -> list[str]:
    """What follows each instruction of a kind."""
    return [step["value"] for step in steps if step["instruction"] == instruction]


def variables(steps: list[Step], instruction: str = "ENV") -> dict[str, str]:
    """The variables that instructions of a kind set."""
    pairs = [each.partition("=") for value in values(steps, instruction) for each in shlex.split(value)]
    return {name: value for name, _, value in pairs}


def test_nothing_runs_as_root(last_stage: list[Step]) -> None:
    """By number, which is what an orchestrator can check (`runAsNonRoot`)."""
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", values(last_stage, "USER")[-1])


def test_the_image_says_how_it_is(last_stage: list[Step]) -> None:
    """It asks itself, with what it holds; it ends as the server is told to."""
    (check,) = values(last_stage, "HEALTHCHECK")
    assert "/readyz" in check
    assert "curl" not in check
    assert json.loads(check[check.index("[") :])[0] == "python"
    assert values(last_stage, "STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(values(last_stage, "ENTRYPOINT")[0])[-1] == "reperes"
    labels = variables(last_stage, "LABEL")
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
    assert {name.removeprefix("org.opencontainers.image.") for name in labels} >= {"title", "version", "revision"}


def test_the_health_check_is_a_program_that_runs(last_stage: list[Step]) -> None:
    """Nobody answers here: it says so by its exit code, at once."""
    (check,) = values(last_stage, "HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    nobody = subprocess.run(
        [sys.executable, *command[1:]], env={f"{PREFIX}PORT": "9"}, check=False, capture_output=True, text=True
    )
    assert nobody.returncode == 1
    assert "ConnectionRefusedError" in nobody.stderr


def test_bases_are_pinned(steps: list[Step]) -> None:
    """To a version that exists once, never to whatever is the last one today."""
    given = variables(steps, "ARG")
    stages = {"scratch"}
    for value in values(steps, "FROM"):
        image, _, name = value.partition(" AS ")
        image = re.sub(r"\$\{(\w+)\}", lambda found: given[found[1]], image)
        assert image in stages or re.fullmatch(r"[\w./-]+:\d+\.\d+[\w.-]*", image), image
        stages.add(name)
    assert "latest" not in json.dumps(values(steps, "FROM"))


def test_what_is_copied_is_here_and_is_sent_to_the_builder(steps: list[Step], root: Path) -> None:
    """`.dockerignore` lets through exactly what the image is made of."""
    copied = {
        name for value in values(steps, "COPY") if not value.startswith("--from") for name in shlex.split(value)[:-1]
    }
    allowed = {line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == allowed
    tracked = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    for name in copied:
        assert any(path == name or path.startswith(f"{name}/") for path in tracked), name


def test_every_variable_is_a_setting(steps: list[Step]) -> None:
    """A mistyped one would be refused at start; none holds a secret."""
    told = variables(steps)
    ours = {name for name in told if name.startswith(PREFIX)}
    assert ours
    assert ours <= SETTINGS
    secret = {name for name in ours if "SecretStr" in str(Settings.model_fields[name.removeprefix(PREFIX).lower()])}
    assert secret == set()
    assert not re.search(r"(?i)password|token|api_?key", json.dumps(told))


def test_only_the_volume_is_written(last_stage: list[Step]) -> None:
    """The root may be read-only: data, temporary files and caches stand in the volume."""
    (volume,) = values(last_stage, "VOLUME")
    told = variables(last_stage)
    for name in ("REPERES_DATA_DIR", "TMPDIR", "HOME", "XDG_CACHE_HOME"):
        assert told[name].startswith(volume), name


def test_torch_is_the_one_for_processors(steps: list[Step], root: Path) -> None:
    """The version is that of pyproject.toml, told once; a build for CUDA stops the build."""
    install = next(value for value in values(steps, "RUN") if "torch" in value)
    assert "torch.version.cuda is None" in install
    assert not re.search(r"torch==\d", install)
    assert re.search(r'"torch==\d', (root / "pyproject.toml").read_text(encoding="utf-8"))
