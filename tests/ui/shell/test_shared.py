"""Results that all sessions share."""

import threading
from collections.abc import Callable

import pytest

from ui.shell.shared import Shared, size_of


def in_threads(count: int, work: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_shared_result_wanted_by_many_threads_is_computed_once():
    shared, computed, all_here = Shared[str](most_bytes=10_000), [], threading.Barrier(8)

    def compute() -> str:
        computed.append(threading.get_ident())
        return "slides"

    found = []

    def want() -> None:
        all_here.wait()
        found.append(shared.get(("version", 1), compute))

    in_threads(8, want)
    assert len(computed) == 1
    assert found == ["slides"] * 8


def test_shared_other_key_is_computed_while_one_is_waited_for():
    shared, begun, may_end = Shared[str](most_bytes=10_000), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        may_end.wait()
        return "slow"

    thread = threading.Thread(target=lambda: shared.get(1, slow))
    thread.start()
    begun.wait()
    assert shared.get(2, lambda: "quick") == "quick"
    may_end.set()
    thread.join()


def test_shared_failure_is_raised_and_computed_anew():
    shared = Shared[int](most_bytes=10_000)
    with pytest.raises(ZeroDivisionError):
        shared.get("a", lambda: 1 // 0)
    assert shared.get("a", lambda: 7) == 7


def test_shared_result_asked_for_longest_ago_is_dropped_first():
    shared = Shared[int](most_bytes=2 * size_of(1))
    shared.get("a", lambda: 1)
    shared.get("b", lambda: 2)
    shared.get("a", lambda: 0)
    shared.get("c", lambda: 3)
    assert [shared.get("a", lambda: 10), shared.get("b", lambda: 20)] == [1, 20]


def test_shared_results_are_bounded_in_bytes_whatever_their_number():
    shared = Shared[bytes](most_bytes=100_000)
    for number in range(50):
        shared.get(number, lambda: bytes(30_000))
        assert shared.kept_bytes <= 100_000
    assert shared.get(49, lambda: b"anew") == bytes(30_000)
    assert shared.get(46, lambda: b"anew") == b"anew"
    shared.clear()
    assert shared.kept_bytes == 0


def test_shared_result_larger_than_the_bound_is_given_and_drops_no_other():
    shared = Shared[bytes](most_bytes=100_000)
    shared.get("small", lambda: b"kept")
    assert len(shared.get("large", lambda: bytes(200_000))) == 200_000
    assert shared.get("small", lambda: b"anew") == b"kept"
    assert shared.get("large", lambda: b"anew") == b"anew"


def test_shared_result_that_cannot_be_pickled_is_counted_too():
    shared = Shared[Callable[[], int]](most_bytes=10 * 2**20)
    shared.get("a", lambda: lambda: 1)
    assert shared.kept_bytes > 0
