"""A throw-away PostgreSQL on loopback: made for a test session, ended with it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.store.memory_folder import memory_folder

MISSING = "PostgreSQL was not found: install it (Debian, Ubuntu: apt-get install postgresql, or run tests/install.sh)"
#: Nothing in it outlives the tests, so it need neither wait for the disk nor tidy up.
OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        "max_connections=60",
        "fsync=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "autovacuum=off",
        "jit=off",
    )
)
#: How many stores share a database.
SCHEMAS = 8


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl: on PATH, else the newest below /usr/lib/postgresql; None without one."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A running server on 127.0.0.1:`port` that trusts everybody there; user postgres."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._made = 0

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as user postgres where the tests run as root (it refuses root)."""
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def start(self) -> None:
        """Start the server with OPTIONS."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} {OPTIONS}"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a server that goes away does."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The address of an empty place in it, as PROGRESS_DATABASE_URL takes it.

        A schema is made in milliseconds, but a database with many of them grows slow: its catalogue is not tidied up.
        """
        database, schema = (f"stores_{self._made // SCHEMAS}", f"store_{self._made % SCHEMAS}")
        server = f"postgresql://postgres@127.0.0.1:{self.port}"
        if self._made % SCHEMAS == 0:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {database}")
        self._made += 1
        with psycopg.connect(f"{server}/{database}", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return f"{server}/{database}?options=-csearch_path%3D{schema}"


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """A cluster from its making to its end."""
    folder = Path(tempfile.mkdtemp(prefix="progress-postgres-", dir=memory_folder()))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    cluster = Cluster(folder, programs)
    try:
        cluster.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
