"""Known flaws of what is installed, by pip-audit: asked of the first service that answers.

    python -m evals.assurance.audit [--required]

pip-audit passes in silence what a service does not know, which is everything where there is nothing but a registry of
packages: here what was not looked at is said, loudly. Ends with 1 where a flaw is known; also, with `--required`, where
no service answered.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from evals.assurance.closure import SERVING, closure, wanted

SERVICES: Final = ("osv", "pypi")
"""OSV knows of more; PyPI's own is asked through the registry that pip uses."""
SECONDS: Final = 300
LEAST_KNOWN: Final = 0.5
"""Of the distributions, those that a service must know for its answer to be one."""
NOT_DONE: Final = (
    "ATTENTION : AUDIT NON FAIT. Aucun service de vulnérabilités n’a répondu ({asked}) : "
    "rien n’est dit de la sûreté de ce qui est installé."
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a service said.

    Attributes:
        service: Its name.
        known: Distributions that it knows.
        unknown: Those that it does not.
        flaws: `name version: identifier (mended in …)`.
    """

    service: str
    known: int
    unknown: tuple[str, ...]
    flaws: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether it knows enough of what is installed to be believed."""
        return self.known > 0 and self.known >= LEAST_KNOWN * (self.known + len(self.unknown))


def read(service: str, told: str) -> Audit:
    """What pip-audit wrote, in JSON.

    Args:
        service: That was asked.
        told: Its standard output; what is no JSON is no answer.
    """
    try:
        listed = json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        return Audit(service, 0, (), ())
    unknown = tuple(each["name"] for each in listed if "skip_reason" in each)
    flaws = tuple(
        f"{each['name']} {each['version']} : {flaw['id']} (corrigé : {', '.join(flaw['fix_versions']) or 'non'})"
        for each in listed
        for flaw in each.get("vulns", ())
    )
    return Audit(service, len(listed) - len(unknown), unknown, flaws)


def audited(service: str) -> Audit:
    """Asks a service about all that is installed for serving."""
    pins = "\n".join(f"{name}=={found.version}" for name, found in closure(wanted(SERVING)).items())
    asked = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service, "--format", "json"]
    asked += ["--progress-spinner", "off", "--no-deps", "--disable-pip", "--requirement", "/dev/stdin"]
    done = subprocess.run(asked, input=pins, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 — ourselves
    return read(service, done.stdout)


def main() -> None:
    """As the module says."""
    required = "--required" in sys.argv[1:]
    told = next((each for service in SERVICES if (each := audited(service)).answered), None)
    if told is None:
        print(NOT_DONE.format(asked=", ".join(SERVICES)), file=sys.stderr)
        raise SystemExit(required)
    print(f"{told.service} : {told.known} bibliothèques connues, {len(told.flaws)} failles.")
    if told.unknown:
        print(f"Non regardées, inconnues de ce service : {', '.join(told.unknown)}.")
    for flaw in told.flaws:
        print(flaw)
    raise SystemExit(bool(told.flaws))


if __name__ == "__main__":
    main()
