"""`deploy/kubernetes`: as Kubernetes wants it, as our settings know it, and under its « restricted » standard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import kubernetes_validate
import pytest
import yaml

from indexer.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Resource = dict[str, Any]
VERSIONS: Final = ("1.32", "1.37")
SETTINGS: Final = {f"{PREFIX}{name}".upper(): field for name, field in Settings.model_fields.items()}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Where they are."""
    return root / "deploy" / "kubernetes"


@pytest.fixture(scope="module")
def resources(folder: Path) -> list[Resource]:
    """All of them, the model of the secret included."""
    files = sorted(folder.glob("*.yaml"))
    return [each for file in files for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def pods(resources: Sequence[Resource]) -> dict[str, Resource]:
    """What each workload runs, by its name."""
    return dict(_pods(resources))


def _pods(resources: Sequence[Resource]) -> Iterator[tuple[str, Resource]]:
    for each in resources:
        name, spec = each.get("metadata", {}).get("name", ""), each.get("spec", {})
        if "jobTemplate" in spec:
            spec = spec["jobTemplate"]["spec"]
        if "template" in spec:
            yield name, spec["template"]


def of_kind(resources: Sequence[Resource], kind: str) -> dict[str, Resource]:
    """Those of a kind, by their name."""
    return {each["metadata"]["name"]: each for each in resources if each["kind"] == kind}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_follows_the_schema(version: str, resources: Sequence[Resource]) -> None:
    """Strictly: a word that Kubernetes does not know is refused."""
    for each in resources:
        if each["kind"] != "Kustomization":
            kubernetes_validate.validate(each, version, strict=True)


def test_all_are_applied_but_the_model_of_the_secret(folder: Path, resources: Sequence[Resource]) -> None:
    """`kubectl apply --kustomize` takes what the folder holds."""
    (kustomization,) = [each for each in resources if each["kind"] == "Kustomization"]
    listed = set(kustomization["resources"])
    assert listed | {"kustomization.yaml", "secret.example.yaml"} == {path.name for path in folder.iterdir()}
    assert {each["metadata"].get("namespace", "reperes") for each in resources if "metadata" in each} == {"reperes"}


def test_pods_are_restricted(pods: Mapping[str, Resource]) -> None:
    """The Pod Security Standard « restricted », and a root that is read only."""
    for name, pod in pods.items():
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        told = spec["securityContext"]
        assert told["runAsNonRoot"] is True, name
        assert told["runAsUser"] == 10001, name
        assert told["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name
            assert {"cpu", "memory"} == set(container["resources"]["limits"]) == set(container["resources"]["requests"])


def test_every_variable_is_a_setting_and_no_secret_is_written(resources: Sequence[Resource]) -> None:
    """The model of the secret is empty; what the map of settings holds may be read by anybody."""
    (settings,) = of_kind(resources, "ConfigMap").values()
    for name, value in settings["data"].items():
        assert name in SETTINGS
        assert isinstance(value, str)
        assert "SecretStr" not in str(SETTINGS[name].annotation)
    (secret,) = of_kind(resources, "Secret").values()
    assert {name: value for name, value in secret["stringData"].items() if name in SETTINGS and not value}
    assert not any(secret["stringData"].values())


def test_images_are_pinned(pods: Mapping[str, Resource], resources: Sequence[Resource], root: Path) -> None:
    """Ours by its name, which the kustomization gives its registry and the version of pyproject.toml."""
    (kustomization,) = [each for each in resources if each["kind"] == "Kustomization"]
    version = re.search(r'^version = "(.+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert kustomization["images"] == [
        {"name": "reperes", "newName": "registre.exemple.fr/reperes", "newTag": version[1]}
    ]
    for pod in pods.values():
        for container in pod["spec"]["containers"]:
            image, _, tag = container["image"].partition(":")
            assert re.match(r"\d+\.\d+", tag)
            assert image != "reperes" or tag == version[1]


def test_what_one_names_another_is(pods: Mapping[str, Resource], resources: Sequence[Resource]) -> None:
    """Volumes, the secret, the settings, the services, and the labels that select pods."""
    claims, maps = of_kind(resources, "PersistentVolumeClaim"), of_kind(resources, "ConfigMap")
    for name, pod in pods.items():
        volumes = {volume["name"]: volume for volume in pod["spec"].get("volumes", [])}
        templates = of_kind(resources, "StatefulSet").get(name, {"spec": {}})["spec"].get("volumeClaimTemplates", [])
        known = {*volumes, *(each["metadata"]["name"] for each in templates)}
        for container in pod["spec"]["containers"]:
            assert {mount["name"] for mount in container["volumeMounts"]} == known, name
            assert all(each["configMapRef"]["name"] in maps for each in container.get("envFrom", [])), name
        for volume in volumes.values():
            assert volume.get("persistentVolumeClaim", {"claimName": "data"})["claimName"] in claims, name
            assert volume.get("secret", {"secretName": "reperes"})["secretName"] in of_kind(resources, "Secret")
    labels = {pod["metadata"]["labels"]["app.kubernetes.io/name"] for pod in pods.values()}
    for service in of_kind(resources, "Service").values():
        assert service["spec"]["selector"]["app.kubernetes.io/name"] in labels
    (ingress,) = of_kind(resources, "Ingress").values()
    (path,) = ingress["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["name"] in of_kind(resources, "Service")


def test_servers_come_and_go_unseen(resources: Sequence[Resource]) -> None:
    """Several, one more before one less, asked whether they live and whether they are ready by what tells it."""
    servers = of_kind(resources, "Deployment")["reperes"]["spec"]
    assert servers["replicas"] >= 2
    assert servers["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    (container,) = servers["template"]["spec"]["containers"]
    assert container["startupProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/healthz"
    (budget,) = of_kind(resources, "PodDisruptionBudget").values()
    assert 0 < budget["spec"]["minAvailable"] < servers["replicas"]


def test_nothing_comes_in_nor_goes_out_but_what_is_said(resources: Sequence[Resource]) -> None:
    """One policy closes everything; the others open; metadata of the cloud stay out of reach."""
    policies = of_kind(resources, "NetworkPolicy")
    assert policies["closed"]["spec"]["podSelector"] == {}
    assert policies["closed"]["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policies["closed"]["spec"]
    (web,) = policies["servers"]["spec"]["egress"]
    assert "169.254.0.0/16" in web["to"][0]["ipBlock"]["except"]


def test_each_night_indexes_forgets_and_saves(resources: Sequence[Resource]) -> None:
    """One at a time; a file that could not be read does not make an indexing fail."""
    jobs = of_kind(resources, "CronJob")
    assert set(jobs) == {"index", "purge", "backup", "backup-database"}
    assert all(job["spec"]["concurrencyPolicy"] == "Forbid" for job in jobs.values())
    (index,) = jobs["index"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert index["command"][-1] == "reperes index || [ $? -eq 3 ]"
