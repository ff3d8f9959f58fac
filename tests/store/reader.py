"""A process that reads the store again and again, a moment each, as an open page does; made to be many."""

import os
import random
import time
from multiprocessing.synchronize import Event

from store.engine import SETTING, reading


def read_until(url: str, done: Event, longest: float) -> None:
    """Hold one state of the store for up to `longest` seconds, over and over, until `done`."""
    os.environ[SETTING] = url
    chance = random.Random(os.getpid())
    while not done.is_set():
        with reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM versions").scalar()
            time.sleep(chance.uniform(0, longest))
