"""Large uploads one after the other: the memory comes back. Minutes long: `make soak` has two hundred (UPLOADS)."""

import os
import random
import time

import pytest

from tests.loaders.workbook.files import xlsx
from tests.server.running import memory, start_server
from tests.server.socket_client import SocketClient
from tests.server.uploader import hand_in

UPLOADS = int(os.environ.get("UPLOADS", 4))
#: Uploads of one open tab; then it is closed and another one opened.
OF_ONE_TAB = 20
#: Streamlit keeps a closed tab's session for two minutes, and the last one until somebody looks again.
PATIENCE = 180
MEGABYTES = 100


def five_megabytes() -> bytes:
    """A land sheet with long notes that do not compress, all of its rows new."""
    words = random.Random(5)
    rows = [[None, f"项目{n}", "施工", words.random(), "".join(f"{words.random()}" for _ in range(110))]
            for n in range(4800)]  # fmt: skip
    return xlsx({"土地整治": [["编号", "项目", "环节", "面积（亩）", "备注"], *rows]})


@pytest.mark.soak
def test_memory_is_released_after_large_uploads(tmp_path):
    content = five_megabytes()
    assert 4.5e6 < len(content) < 6e6
    server = start_server(tmp_path)
    try:
        with SocketClient(server.url, page="upload") as clerk:
            hand_in(clerk, "小.csv", b"a")
        before = most = memory(server)
        for first in range(0, UPLOADS, OF_ONE_TAB):
            with SocketClient(server.url, page="upload") as clerk:
                for _ in range(min(OF_ONE_TAB, UPLOADS - first)):
                    told = hand_in(clerk, "大.xlsx", content)
                    assert "要改正" in told or "5 提交" in told
                    most = max(most, memory(server))
        until = time.monotonic() + PATIENCE
        while memory(server) - before > MEGABYTES and time.monotonic() < until:
            time.sleep(15)
            with SocketClient(server.url):
                pass
        print(f"{UPLOADS} uploads of {len(content) / 1e6:.1f} MB: {before:.0f} MB before, {most:.0f} at most, "
              f"{memory(server):.0f} after {PATIENCE - max(until - time.monotonic(), 0):.0f} s")  # fmt: skip
        assert memory(server) - before <= MEGABYTES
    finally:
        server.stop()
