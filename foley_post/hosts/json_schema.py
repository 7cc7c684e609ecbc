"""The job folder's files as a JSON schema, made from the types, for whoever writes another host."""

from __future__ import annotations

from typing import Any

import msgspec

from foley_post.core.serialization import Format
from foley_post.hosts.job_records import PROGRESS, REQUEST, RESULT

__all__ = ["job_schema"]


def job_schema() -> dict[str, Any]:
    """A schema (2020-12) with a definition for each file: `JobRequest` and so on."""
    formats: tuple[Format[Any], ...] = (REQUEST, PROGRESS, RESULT)
    _, parts = msgspec.json.schema_components(
        [form.kind for form in formats], ref_template="#/$defs/{name}"
    )
    for form in formats:
        part = parts[form.kind.__name__]
        version = {"type": "integer", "minimum": 1, "maximum": form.version, "default": 1}
        part["properties"] = {form.key: version, **part["properties"]}
    for name, part in parts.items():
        part["description"] = " ".join(part.get("description", name).split())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Files of a Foley Post job folder",
        "anyOf": [{"$ref": f"#/$defs/{form.kind.__name__}"} for form in formats],
        "$defs": parts,
    }
