"""Audit of downloads."""

import logging
from typing import Final

from store.audit import record
from store.errors import StoreUnavailable
from store.records import Actor

_LOG: Final = logging.getLogger("progress")


def record_download(actor: Actor, file: str, content: bytes, version_id: int) -> None:
    """Write to the audit log that `actor` downloaded version `version_id` as `file`; anonymous viewers are skipped.

    A read-only store must not block downloads: the entry then goes to the server's log.
    """
    if not (actor.session or actor.account or actor.role != "viewer"):
        return
    try:
        record(actor, "export", {"file": file, "size": len(content)}, version_id)
    except StoreUnavailable as error:
        _LOG.warning("not in the audit: %s took version %s as %s (%s)", actor.name, version_id, file, error)
