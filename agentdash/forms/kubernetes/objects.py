"""A Kubernetes object, its limits, and the files around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.errors import AgentdashError

if TYPE_CHECKING:
    from agentdash.settings import Settings

LARGEST = 262_144
"""Bytes: `kubectl apply` keeps the whole object in an annotation, and annotations may have no more (Kubernetes 1.34)."""
LARGEST_ON_SERVER = 1_000_000
"""Bytes that a ConfigMap may have, a little less than 1 MiB: with `kubectl apply --server-side` there is no such annotation."""


@dataclass(frozen=True)
class Object:
    """One object: ``content`` is all that stands beside apiVersion, kind and metadata (``spec``, ``data`` …)."""

    version: str
    kind: str
    name: str
    namespace: str
    content: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    server_side: bool = False
    """Whether it is applied on the server's side, as docs/deploy/kubernetes.md says, and may be as large as an object may."""

    def document(self) -> dict[str, Any]:
        """The object as it is applied."""
        metadata: dict[str, Any] = {"name": self.name, "namespace": self.namespace,
                                    "labels": {"app.kubernetes.io/managed-by": "agentdash", **self.labels}}
        if self.annotations:
            metadata["annotations"] = dict(self.annotations)
        return {"apiVersion": self.version, "kind": self.kind, "metadata": metadata, **self.content}

    def checked(self, path: str) -> dict[str, Any]:
        """The object. Raises AgentdashError where it is too large to be applied."""
        document = self.document()
        size = len(json.dumps(document, ensure_ascii=False).encode())
        largest = LARGEST_ON_SERVER if self.server_side else LARGEST
        if size >= largest:
            raise AgentdashError(f"{path}: {size:,} bytes, and kubectl apply takes {largest:,}; write pricing.mode: collector, or fewer models")
        return document


def metadata_name(settings: Settings, *parts: str) -> str:
    """A name that Kubernetes takes: the uid prefix and the parts, in lower case, with dashes."""
    return re.sub(r"[^a-z0-9-]+", "-", "-".join((settings.grafana.uid_prefix, *parts)).lower()).strip("-")


def kustomization(namespace: str, paths: Iterable[str]) -> dict[str, Any]:
    """The file by which ``kubectl apply -k`` applies everything."""
    return {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "namespace": namespace, "resources": sorted(paths)}


def escaped_for_helm(content: bytes) -> bytes:
    """The file as a template of a Helm chart that renders to the same file."""
    # Whole runs of braces: one left over beside an action would be read together with it.
    return re.sub(r"[{}]{2,}", lambda braces: f"{{{{ `{braces[0]}` }}}}", content.decode()).encode()
