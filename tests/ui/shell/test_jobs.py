"""Work in a thread of its own: it ends, it fails in Chinese, it is given up."""

import time

from store.errors import InvalidDraft
from ui.shell import jobs
from ui.shell.jobs import Job


def patient(stop):
    while not stop():
        time.sleep(0.01)


def test_what_comes_of_the_work_is_there_when_it_has_ended():
    job = Job(lambda stop: 42)
    assert job.wait(5)
    assert (job.poll(), job.result, job.error) == (True, 42, None)


def test_a_refusal_is_kept_as_it_was_said():
    def refuse(stop):
        raise InvalidDraft("文件是空的。")

    job = Job(refuse)
    assert job.wait(5)
    assert str(job.error) == "文件是空的。"


def test_an_unforeseen_failure_says_what_to_do_and_is_kept_in_the_log(caplog):
    job = Job(lambda stop: 1 // 0)
    assert job.wait(5)
    assert "请再试一次" in str(job.error)
    assert "division" not in str(job.error)
    assert "ZeroDivisionError" in caplog.text


def test_work_that_is_cancelled_stops_and_gives_nothing():
    job = Job(patient)
    assert not job.wait(0.05)
    job.cancel()
    assert job.wait(5)
    assert (job.result, job.error, job.cancelled) == (None, None, True)


def test_work_that_nobody_looks_at_any_more_is_given_up(monkeypatch):
    monkeypatch.setattr(jobs, "ABANDONED_AFTER", 0.1)
    job = Job(patient)
    assert job.wait(5)
    assert job.cancelled


def test_work_that_a_page_looks_at_goes_on(monkeypatch):
    monkeypatch.setattr(jobs, "ABANDONED_AFTER", 0.3)
    job = Job(patient)
    for _ in range(10):
        time.sleep(0.05)
        assert not job.poll()
    job.cancel()
