# Repères in a container: `docker build --tag reperes:0.1.0 .`, with BuildKit. How to run it: docs/deploiement.md.
#
# Debian's own Python on both sides: the virtual environment that one stage makes runs in the other, under the version
# that the tests run under. Security updates are Debian's, taken at each build.
ARG BASE=debian:12.12-slim

# Wheels to install from where no index is reached (docs/installation.md); none, unless another takes this one's place:
# docker build --build-context wheelhouse=build/wheelhouse --build-arg PIP_NO_INDEX=1 .
FROM scratch AS wheelhouse
COPY LICENSE /

FROM ${BASE} AS builder
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/reperes/venv
ENV PATH=/opt/reperes/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_INPUT=1 \
    PIP_FIND_LINKS=/wheelhouse
ARG PIP_NO_INDEX

# PyPI's torch for x86-64 brings gigabytes of CUDA libraries, and no marker or extra leaves them out: what chooses is the
# index. `--build-arg TORCH_INDEX=…` names PyTorch's own for processors, whose address its installation page gives; without
# it the ordinary one must have such a build (a mirror of one's own, the wheelhouse, any index on ARM).
# « 2.13.0+cpu » is what « ==2.13.0 » of pyproject.toml asks for.
ARG TORCH_INDEX=

# What is installed changes less often than the code: it has a layer of its own. A private mirror and its password come
# by `--secret id=pip,src=pip.conf`, and stay in no layer.
WORKDIR /build
COPY pyproject.toml ./
RUN python -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
extras = project["optional-dependencies"]; \
print(*project["dependencies"], *extras["evals"], *extras["llm"], *extras["otel"], *extras["redis"], sep="\n")' > requirements.txt
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    --mount=type=bind,from=wheelhouse,target=/wheelhouse \
    --mount=type=cache,target=/root/.cache/pip \
    if [ -n "$TORCH_INDEX" ]; then \
        pip install --extra-index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.txt)+cpu"; \
    fi \
    && pip install --requirement requirements.txt \
    && python -c 'import torch; assert torch.version.cuda is None, "this torch is made for CUDA: see TORCH_INDEX"'
COPY README.md LICENSE NOTICE ./
COPY indexer indexer
COPY assistant assistant
COPY ui ui
COPY evals evals
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    --mount=type=bind,from=wheelhouse,target=/wheelhouse \
    --mount=type=cache,target=/root/.cache/pip \
    pip install --no-deps . \
    && pip check
# Converted here, the first start has nothing to write.
RUN cd / && python -c 'from pathlib import Path; from indexer.embedded_weights import ensure_converted; \
ensure_converted(Path("/opt/reperes/models"))'

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Repères" \
      org.opencontainers.image.description="Des réponses citées, à partir de vos publications" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.documentation="docs/deploiement.md"
# tini gathers the orphans of jobs and of readers; tesseract recognises the words of scanned pages.
RUN apt-get update \
    && apt-get upgrade --yes \
    && apt-get install --yes --no-install-recommends \
        ca-certificates python3 tesseract-ocr tesseract-ocr-fra tini tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/reperes --shell /usr/sbin/nologin reperes \
    && install --directory --owner=10001 --group=10001 --mode=0750 \
        /var/lib/reperes /var/lib/reperes/data /var/lib/reperes/tmp \
        /var/lib/reperes/cache /var/lib/reperes/backups
COPY --from=builder /opt/reperes /opt/reperes
COPY LICENSE NOTICE /usr/share/doc/reperes/
COPY corpus /srv/reperes/corpus

# Everything that is written stands below /var/lib/reperes: the root may be read-only.
ENV PATH=/opt/reperes/venv/bin:$PATH \
    HOME=/var/lib/reperes \
    USER=reperes \
    TMPDIR=/var/lib/reperes/tmp \
    XDG_CACHE_HOME=/var/lib/reperes/cache \
    LANG=C.UTF-8 \
    TZ=Europe/Paris \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    REPERES_DATA_DIR=/var/lib/reperes/data \
    REPERES_MODEL_CACHE=/opt/reperes/models \
    REPERES_HOST=0.0.0.0 \
    REPERES_PORT=8000
WORKDIR /srv/reperes
VOLUME /var/lib/reperes
EXPOSE 8000
USER 10001:10001
STOPSIGNAL SIGTERM
# Neither curl nor a proxy of the environment: it asks itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=300s --retries=3 CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['REPERES_PORT']), timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["/usr/bin/tini", "--", "reperes"]
# Indexes what is new, then serves. Elsewhere: `serve`, `worker`, `index`, `backup`…
CMD ["run"]
