"""Work in a thread of its own: it ends, it fails in Chinese, it is given up."""

import time

from store.errors import InvalidDraft
from ui.shell import jobs
from ui.shell.jobs import Job


def patient(stop):
    while not stop():
        time.sleep(0.01)


def test_job_result_is_available_at_end():
    job = Job(lambda stop: 42)
    assert job.wait(5)
    assert (job.poll(), job.result, job.error) == (True, 42, None)


def test_job_refusal_keeps_its_message():
    def refuse(stop):
        raise InvalidDraft("文件是空的。")

    job = Job(refuse)
    assert job.wait(5)
    assert str(job.error) == "文件是空的。"


def test_job_unexpected_failure_is_logged_and_explained(caplog):
    job = Job(lambda stop: 1 // 0)
    assert job.wait(5)
    assert "请再试一次" in str(job.error)
    assert "division" not in str(job.error)
    assert "ZeroDivisionError" in caplog.text


def test_job_cancelled_stops_without_result():
    job = Job(patient)
    assert not job.wait(0.05)
    job.cancel()
    assert job.wait(5)
    assert (job.result, job.error, job.cancelled) == (None, None, True)


def test_job_abandoned_is_cancelled(monkeypatch):
    monkeypatch.setattr(jobs, "ABANDONED_AFTER", 0.1)
    job = Job(patient)
    assert job.wait(5)
    assert job.cancelled


def test_job_polled_by_page_continues(monkeypatch):
    monkeypatch.setattr(jobs, "ABANDONED_AFTER", 0.3)
    job = Job(patient)
    for _ in range(10):
        time.sleep(0.05)
        assert not job.poll()
    job.cancel()
