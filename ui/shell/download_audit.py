"""Who took which version away as a file: kept in the audit."""

import logging
from typing import Final

from store.audit import record
from store.errors import StoreUnavailable
from store.records import Actor

_LOG: Final = logging.getLogger("progress")


def record_download(by: Actor, file: str, content: bytes, version_id: int) -> None:
    """Keep that `by` took version `version_id` away as `file`, unless nobody knows who it is.

    A store that can only be read now must still give its figures: then it stands in the log.
    """
    if not (by.session or by.account or by.role != "viewer"):
        return
    try:
        record(by, "export", {"file": file, "size": len(content)}, version_id)
    except StoreUnavailable as error:
        _LOG.warning("not in the audit: %s took version %s as %s (%s)", by.name, version_id, file, error)
