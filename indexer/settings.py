"""Settings: environment variables `REPERES_*`, or a `.env` file in the working folder.

Built once, at an entry point (`ui.cli`), and handed down. Building them loads nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import InvalidSetting
from indexer.messages import NO_SUCH_FOLDER, UNKNOWN_SETTING, UNREADABLE_FILE, UNREADABLE_KEPT, invalid_value

PREFIX = "REPERES_"
MASK = "…"
SECRETS_DIR = f"{PREFIX}SECRETS_DIR"
EMBEDDED_MODEL = "embedded:multilingual-e5-small"
CACHE_IN_DATA = "model"
"""Folder of the data folder where the weights are converted, for an account without a folder of its own."""


def default_model_cache(data_dir: Path) -> Path:
    """The account's folder of caches; one in the data folder for an account that has none.

    Such is one without HOME whose number the system does not know, as in many containers.
    """
    try:
        found = platformdirs.user_cache_path("reperes")
    except (RuntimeError, KeyError):
        return data_dir / CACHE_IN_DATA
    return found if found.is_absolute() else data_dir / CACHE_IN_DATA


class Settings(BaseSettings):
    """What an operator may set. Every field is one `REPERES_<NAME>` variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path(".reperes"),
        description="Folder of the index and of its previous generations. Created when missing.",
    )
    source: Path = Field(
        default=Path("corpus"),
        description="Folder that `reperes index` reads when no SOURCE is named.",
    )
    host: str = Field(default="127.0.0.1", description="Address that `reperes serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that `reperes serve` listens on; 0 picks one.")
    embedding_model: str = Field(
        default=EMBEDDED_MODEL,
        description=(
            f"Embedding model: `{EMBEDDED_MODEL}` (the default, nothing to download), a folder holding a "
            "sentence-transformers model, or a hub name such as `intfloat/multilingual-e5-base`. "
            "Another model demands a new `reperes index`."
        ),
    )
    selector: bool = Field(
        default=True,
        description="Have each sentence found judged by the answer-sentence selector, where its artefact is (with the "
        "embedded model only). Answers come several times faster without it.",
    )
    selector_tokens: int = Field(
        default=1300,
        ge=100,
        le=20_000,
        description="Most tokens that the selector reads for one question, which is what its time goes with.",
    )
    model_cache: Path = Field(
        default_factory=lambda told: default_model_cache(told["data_dir"]),
        description="Folder where the embedded weights are converted, once.",
    )
    chroma_url: str = Field(
        default="",
        description="Address of a Chroma server (`http://127.0.0.1:8001`); empty: Chroma embedded in the data folder.",
    )
    threads: int = Field(
        default=0, ge=0, le=256, description="CPU threads for indexing; 0: as many as the process may use."
    )
    jobs: int = Field(
        default=0, ge=0, le=256, description="Files read at the same time; 0: as many as the process may use CPUs."
    )
    reading_seconds: int = Field(
        default=120, ge=1, le=86_400, description="Longest time to read one file, in seconds, scanned pages apart."
    )
    reading_megabytes: int = Field(
        default=2048, ge=512, le=1_048_576, description="Most memory that reading one file may take, in megabytes."
    )
    ocr: bool = Field(
        default=True, description="Recognise the words of scanned pages, where tesseract and its French data are."
    )
    kept_generations: int = Field(
        default=3, ge=1, le=1000, description="Generations kept, the one being served included."
    )
    fetch_sources: Path = Field(
        default=Path("sources.yaml"), description="File that tells `reperes fetch` which places to look at."
    )
    fetch_contact: str = Field(
        default="", description="E-mail address or page that `reperes fetch` tells the sites it asks."
    )
    fetch_delay: float = Field(
        default=1.0, ge=0, le=3600, description="Pause of `reperes fetch` between two requests to one host, in seconds."
    )
    fetch_megabytes: int = Field(
        default=100, ge=1, le=10_000, description="Largest file that `reperes fetch` takes, in megabytes."
    )
    fetch_private_hosts: str = Field(
        default="",
        description="Hosts, addresses or networks that `reperes fetch` may ask although they are private, "
        "separated by commas (`intranet.exemple.fr,10.2.0.0/16`).",
    )
    fetch_ports: str = Field(
        default="80,443",
        pattern=r"^\d{1,5}(,\d{1,5})*$",
        description="TCP ports that `reperes fetch` may ask, separated by commas.",
    )
    worker: bool = Field(
        default=False,
        description="Leave the jobs asked for online to `reperes worker`, here or on another machine that shares the "
        "data folder and the database; otherwise the server starts the process of each.",
    )
    upload_megabytes: int = Field(
        default=100,
        ge=1,
        le=10_000,
        description="Largest publication that may be added online, by a file or by its address, in megabytes.",
    )
    max_question_chars: int = Field(
        default=2000, ge=50, le=100_000, description="Longest question accepted, in characters."
    )
    kept_gaps: int = Field(
        default=1000,
        ge=0,
        le=100_000,
        description="Most questions about the field kept in the data folder because no publication answers them, for "
        "`reperes gaps`; those that seem to speak of somebody are left out. 0: none is kept.",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="Address of the PostgreSQL database of solicitations (`postgresql://reperes:…@127.0.0.1/reperes`); "
        "empty: a SQLite file in the data folder. Its password is never shown nor logged.",
    )
    kept_solicitation_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="Days after which a solicitation loses its message, its answer and its names; its category, kind "
        "of requester, themes, région, month and delay go on counting.",
    )
    kept_conversation_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="Days after which a conversation to which nothing was added is forgotten. Only those who sign in "
        "have any.",
    )
    templates_dir: str = Field(
        default="",
        description="Folder of the templates of drafts that take the place of those that come with the software, file "
        "by file; empty: none does.",
    )
    access: str = Field(
        default="open",
        pattern="^(open|accounts|oidc)$",
        description="Who may read: `open`, anybody; `accounts`, whoever has an account; `oidc`, whoever the single "
        "sign-on knows, or has an account. What else there is always wants an account that has the right.",
    )
    staff_key: SecretStr = Field(
        default=SecretStr(""),
        description="A key of the API for programs of the team, 16 characters at least, besides those that accounts "
        "make: it reads and has the right `equipe`. Empty: none. Never shown nor logged.",
    )
    oidc_issuer: str = Field(
        default="",
        description="Address of the single sign-on (OpenID Connect), to which `/.well-known/openid-configuration` is "
        "added; empty: none.",
    )
    oidc_client_id: str = Field(default="", description="Name under which the single sign-on knows this service.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Its secret, given by the single sign-on. Never shown nor logged."
    )
    oidc_auth: str = Field(
        default="basic",
        pattern="^(basic|post)$",
        description="How the secret is handed to it: `basic`, in a header, or `post`, in the body (ProConnect).",
    )
    oidc_name: str = Field(
        default="authentification unique", max_length=60, description="What the button calls it: « ProConnect »…"
    )
    oidc_scopes: str = Field(default="openid email profile", description="What is asked of it, separated by spaces.")
    oidc_rights: str = Field(
        default="lecture",
        pattern="^(lecture|equipe|maintenance)?(,(lecture|equipe|maintenance))*$",
        description="Rights of whoever comes by it for the first time, separated by commas; empty: only those who have "
        "an account already may come in.",
    )
    oidc_trusts_email: bool = Field(
        default=False,
        description="Hold the e-mail addresses that it tells for verified even where it does not say so: they then "
        "find the accounts that exist already.",
    )
    oidc_acr: str = Field(
        default="",
        description="Strengths of authentication that are accepted (`acr`), separated by spaces, the one preferred "
        "first; asked of the single sign-on, and checked in its answer. Empty: none is asked for.",
    )
    limit_reader: str = Field(
        default="120/minute",
        description="Most questions and searches from one address, or by one account; several limits are separated by "
        "semicolons (`30/minute;500/day`). Empty: no limit.",
    )
    limit_key: str = Field(default="300/minute", description="Likewise with one key of the API.")
    answers_at_once: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Questions that one process answers at once; the others wait, each reader in turn. 0: one for each "
        "CPU that it may use, two at least, sixteen for each where a language model writes the answers.",
    )
    limits_url: SecretStr = Field(
        default=SecretStr(""),
        description="Where several web processes count together (`redis://127.0.0.1:6379`); empty: each counts for "
        "itself, in memory. Never shown nor logged.",
    )
    proxies: str = Field(
        default="",
        description="Addresses or networks of the reverse proxies that are believed when they tell who asks "
        "(`X-Forwarded-For`, `X-Forwarded-Proto`), separated by commas (`127.0.0.1,10.0.0.0/8`). Empty: none is.",
    )
    imap_host: str = Field(
        default="", description="Server of the association's mailbox, which `reperes triage pull` reads; empty: none."
    )
    imap_port: int = Field(
        default=0, ge=0, le=65535, description="Its port; 0: 993, or 143 where `REPERES_IMAP_TLS` is not `tls`."
    )
    imap_user: str = Field(default="", description="Account of the mailbox.")
    imap_password: SecretStr = Field(
        default=SecretStr(""), description="Its password, or a password of application. Never shown nor logged."
    )
    imap_folder: str = Field(default="INBOX", description="Folder of the mailbox that is read; nothing in it changes.")
    imap_tls: str = Field(
        default="tls",
        pattern="^(tls|starttls|none)$",
        description="How the connection is kept from others: `tls`, `starttls`, or `none`, on this machine only.",
    )
    intake_megabytes: int = Field(
        default=25,
        ge=1,
        le=64,
        description="Largest message taken, attachments included, in megabytes: by upload, folder or mailbox.",
    )
    llm_model: str = Field(
        default="",
        description="Language model that drafts answers, as langchain names it (`openai:albert-large`); empty: none, "
        "answers are quotations.",
    )
    llm_base_url: str = Field(
        default="", description="Address of the model's server (`http://127.0.0.1:8080/v1`); empty: the provider's own."
    )
    llm_api_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the model's server; empty: the word `none` is sent in its place. Never shown nor logged.",
    )
    llm_timeout: float = Field(
        default=30.0, ge=1, le=600, description="Longest time for the whole of a drafted answer, in seconds."
    )
    llm_max_tokens: int = Field(
        default=600, ge=50, le=8000, description="Longest drafted answer, in tokens of the model."
    )
    secrets_dir: str = Field(
        default="",
        description="Folder where any setting may stand in a file named after its variable "
        "(`/run/secrets/REPERES_DATABASE_URL`), for what should stand neither in the environment nor in `.env`; both "
        "win over it. Empty: none.",
    )
    public_url: str = Field(
        default="",
        description="Address under which readers reach the server, put before the links that the CLI prints "
        "(`https://reperes.exemple.fr`); empty: links are relative.",
    )
    log_format: str = Field(
        default="text",
        pattern="^(text|json)$",
        description="How the log is written on the error output: `text`, lines for people, or `json`, one object a "
        "line for programs. Nothing that people write is in either.",
    )
    otel_endpoint: str = Field(
        default="",
        description="Collector of OpenTelemetry that traces are sent to over OTLP/HTTP (`http://127.0.0.1:4318`); "
        "empty: that of the standard `OTEL_EXPORTER_OTLP_*` variables, or none.",
    )
    metrics: str = Field(
        default="off",
        pattern="^(on|off)$",
        description="Whether `/metrics` gives figures to Prometheus: to whoever gives the token below, or without one "
        "to this machine only.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="What Prometheus gives as `Authorization: Bearer …`, 16 characters at least; empty: `/metrics` is "
        "open to programs of this machine that come by no proxy. Never shown nor logged.",
    )

    def set_names(self) -> tuple[str, ...]:
        """Names of the variables that do not have their default value."""
        return tuple(
            f"{PREFIX}{name}".upper()
            for name, field in type(self).model_fields.items()
            if getattr(self, name)
            != field.get_default(call_default_factory=True, validated_data={"data_dir": self.data_dir})
        )

    def jobs_or_all(self) -> int:
        """Files read at the same time."""
        return self.jobs or usable_processors()

    @classmethod
    def load(cls) -> Self:
        """Reads the environment and `.env`.

        Raises:
            InvalidSetting: A value is not acceptable, or a `REPERES_*` variable is not one of ours.
        """
        try:
            in_file = dotenv_values(".env")
        except (OSError, UnicodeDecodeError) as exc:
            raise InvalidSetting(name=".env", value="", detail=UNREADABLE_FILE) from exc
        secrets = os.environ.get(SECRETS_DIR, in_file.get(SECRETS_DIR)) or None
        in_secrets = _secret_names(Path(secrets)) if secrets else {}
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        for name in sorted({*os.environ, *in_file, *in_secrets}):
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                value = os.environ.get(name, in_file.get(name) or in_secrets.get(name, ""))
                # The name of a key may be mistyped: what it holds is a secret all the same.
                # So does an address with a password.
                secret = any(word in name.upper() for word in ("KEY", "PASSWORD", "TOKEN", "SECRET")) or "@" in value
                shown = MASK if value and secret else value
                raise InvalidSetting(name=name, value=shown, detail=UNKNOWN_SETTING)
        try:
            return cls(_secrets_dir=secrets)  # type: ignore[call-arg]  # mypy takes fields only
        except ValidationError as exc:
            first = exc.errors()[0]
            name = f"{PREFIX}{first['loc'][0]}".upper()
            detail = invalid_value(first["type"], first.get("ctx", {}))
            detail = f"{detail[0].upper()}{detail[1:]}."
            raise InvalidSetting(name=name, value=str(first.get("input", "")), detail=detail) from exc


def usable_processors() -> int:
    """Processors that this process may use; all of the machine's where the system does not tell (macOS)."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _secret_names(folder: Path) -> dict[str, str]:
    """The files of a folder of secrets that are named for us, each with a mask for its value.

    Raises:
        InvalidSetting: The folder, or one of these files, cannot be read.
    """
    try:
        names = [path.name for path in folder.iterdir() if path.name.upper().startswith(PREFIX)]
    except OSError as exc:
        raise InvalidSetting(name=SECRETS_DIR, value=str(folder), detail=NO_SUCH_FOLDER) from exc
    for name in names:
        try:
            (folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise InvalidSetting(name=name, value=MASK, detail=UNREADABLE_KEPT) from exc
    return dict.fromkeys(names, MASK)
