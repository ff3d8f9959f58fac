"""A clerk at the upload page, without a browser."""

import time

from tests.server.socket_client import SocketClient

ENDS = ("没有写入", "要改正", "5 提交", "没有变化", "没有新的改动", 'role="alert"')


def hand_in(client: SocketClient, name: str, content: bytes, timeout: float = 60) -> str:
    """Uploads a file and returns what the page says once it has been read. Raises TimeoutError."""
    widget = client.widget("file_uploader", "改好的台账")
    info = client.upload(name, content)

    def fill(widgets) -> None:
        state = widgets.add()
        state.id = widget.id
        state.file_uploader_state_value.uploaded_file_info.append(info)

    client.run(fill)
    until = time.monotonic() + timeout
    while not any(words in client.text() for words in ENDS):
        if time.monotonic() > until:
            raise TimeoutError(client.text())
        time.sleep(0.3)
        client.run(fragment=client.again)
    return client.text()
