"""What happens once, between the start of the server and its first answer."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.concurrency import run_in_threadpool

from store.build import ensure_filled

_LOG: Final = logging.getLogger("progress")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Fills an empty store from seeds/ before anybody is answered.

    A failure is logged and does not stop the server: pages and /healthz then say what is wrong.
    """
    try:
        await run_in_threadpool(ensure_filled)
    except Exception:
        _LOG.exception("the store could not be filled from seeds/")
    yield None
