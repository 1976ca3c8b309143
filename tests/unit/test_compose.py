"""`compose.yaml`: as the Compose specification wants it, as our settings know it, and closed as far as it can be."""

from __future__ import annotations

import importlib.resources
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any, Final

import jsonschema
import pytest
import yaml

from indexer.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Service = dict[str, Any]
SETTINGS: Final = {f"{PREFIX}{name}".upper(): field for name, field in Settings.model_fields.items()}


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """The file, its shared parts merged into what takes them."""
    return dict(yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def services(compose: Mapping[str, Any]) -> dict[str, Service]:
    """Its services."""
    return dict(compose["services"])


def test_it_follows_the_specification(compose: Mapping[str, Any]) -> None:
    """The official schema, as check-jsonschema carries it."""
    carried = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema = json.loads(carried.read_text(encoding="utf-8"))
    wrong = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(compose))
    assert wrong == []


def test_every_service_is_closed(services: Mapping[str, Service]) -> None:
    """A root that is read only, no capability but the proxy's to listen below 1024, no new ones, limits."""
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else []), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        if "outils" not in service.get("profiles", []):
            assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]


def test_images_are_pinned(services: Mapping[str, Service], root: Path) -> None:
    """To versions; ours to that of pyproject.toml."""
    ours = re.search(r'^version = "(.+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert ours
    for name, service in services.items():
        image, _, tag = service["image"].partition(":")
        assert re.match(r"\d+\.\d+", tag), name
        assert image != "reperes" or tag == ours[1], name


def test_every_variable_is_a_setting_and_no_password_is_written(services: Mapping[str, Service]) -> None:
    """Secrets come by files; a setting that is one stands nowhere else, and none has a default."""
    for name, service in services.items():
        given = service.get("environment", {})
        for variable, value in given.items():
            assert not re.search(r"PASSWORD$|SECRET$|_KEY$|TOKEN$", variable), (name, variable)
            if variable.startswith(PREFIX):
                assert variable in SETTINGS, (name, variable)
                assert "SecretStr" not in str(SETTINGS[variable].annotation), (name, variable)
                assert isinstance(value, str), (name, variable)  # YAML's own « true » would become « True »
        assert not re.search(r":[^:@/\s$]+@", str(service)), name


def test_secrets_are_those_that_somebody_reads(compose: Mapping[str, Any], services: Mapping[str, Service]) -> None:
    """Each is a file that git does not keep, wanted by a service; ours is named after its setting."""
    told = set(compose["secrets"])
    assert told == {secret for service in services.values() for secret in service.get("secrets", [])}
    assert {name for name in told if name.startswith(PREFIX)} <= set(SETTINGS)
    for secret in compose["secrets"].values():
        ignored = subprocess.run(["git", "check-ignore", "-q", secret["file"]], check=False)
        assert ignored.returncode == 0, secret


def test_what_lasts_tells_how_it_is(services: Mapping[str, Service]) -> None:
    """Servers by the image's own check; the worker, which serves nothing, by the file that it touches."""
    for name in ("postgres", "chroma", "proxy", "worker"):
        assert services[name]["healthcheck"]["test"][0] == "CMD", name
    assert "healthcheck" not in services["app"]
    (_, _, _, program) = services["worker"]["healthcheck"]["test"]
    assert services["worker"]["command"][-1] in program
    for service in services.values():
        for wanted in service.get("depends_on", {}):
            assert wanted in services


def test_volumes_networks_and_files_are_there(
    compose: Mapping[str, Any], services: Mapping[str, Service], root: Path
) -> None:
    """Each named volume is declared and taken; each file of ours is in the repository; the inside stays inside."""
    taken = [volume.split(":") for service in services.values() for volume in service.get("volumes", [])]
    assert {source for source, *_ in taken if not source.startswith(".")} == set(compose["volumes"])
    assert all((root / source).is_file() for source, *_ in taken if source.startswith("."))
    assert compose["networks"]["back"]["internal"] is True
    for name, service in services.items():
        assert set(service["networks"]) <= set(compose["networks"]), name
    assert services["postgres"]["networks"] == services["chroma"]["networks"] == ["back"]
    assert services["proxy"]["networks"] == ["front"]


def test_the_servers_believe_the_proxy_alone(services: Mapping[str, Service], compose: Mapping[str, Any]) -> None:
    """Its network, told once for both."""
    (network,) = compose["networks"]["front"]["ipam"]["config"]
    assert services["app"]["environment"]["REPERES_PROXIES"] == network["subnet"]
