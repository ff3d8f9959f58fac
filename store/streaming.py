"""Reading more rows than fit in memory: a store of 1,500 units has millions, and files of many megabytes."""

from typing import Any, Final

import sqlalchemy as sa

#: Rows in memory at a time.
BATCH_ROWS: Final = 1000


def streamed(connection: sa.Connection, statement: sa.Select[Any]) -> sa.CursorResult[Any]:
    """The result of `statement`, BATCH_ROWS rows at a time, or one by one where it reads files.

    Without this PostgreSQL sends all rows at once. Other statements may run on `connection` meanwhile.
    """
    reads_files = any(isinstance(column.type, sa.LargeBinary) for column in statement.selected_columns)
    return connection.execute(statement.execution_options(yield_per=1 if reads_files else BATCH_ROWS))
