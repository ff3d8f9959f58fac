"""Why a document is not read, as the child process says it. Standard library only."""


class Refusal(Exception):
    """Stops the reading: a code of loaders/text/refusals.py with its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "slots": slots}
