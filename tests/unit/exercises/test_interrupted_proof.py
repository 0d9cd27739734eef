"""Who interrupts a proof does not wait for what it still grades."""

import threading

import pytest

from exercises import proving
from exercises.catalogue import exercises


def test_an_interrupted_proof_leaves_the_other_one_behind(monkeypatch):
    first, second = exercises()[:2]
    begun, release, finished = threading.Event(), threading.Event(), []

    def prove(exercise, _blueprint, _bench, _on_progress):
        if exercise.id == first.id:
            begun.wait(10)
            raise KeyboardInterrupt
        begun.set()
        release.wait(10)
        finished.append(exercise.id)

    monkeypatch.setattr(proving, "prove", prove)
    with pytest.raises(KeyboardInterrupt):
        proving.prove_all([first, second], "")
    assert finished == []
    release.set()
