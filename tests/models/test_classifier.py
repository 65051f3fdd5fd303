"""A loaded version: what it answers, and what it is not made of."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import FIRST
from tests.support import STROKES
from webapp.drawing import prepare, render
from webapp.models import BrokenVersion, Classifier, ModelStore, UnknownVersion, classifier

SEVEN = prepare(render(STROKES[7]))


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("pen", [12, 20, 28])
def test_the_champion_that_ships_reads_plain_digits(shipped: ModelStore, digit, pen):
    champion = Classifier.load(shipped, shipped.champion_id())
    reading = champion.read(prepare(render(STROKES[digit], pen)))
    assert reading.digit == digit
    assert reading.is_digit


def test_a_reading_holds_together(store: ModelStore):
    reading = Classifier.load(store, FIRST).read(SEVEN)
    assert reading.probabilities.shape == (10,)
    assert reading.probabilities.dtype == np.float32
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert (reading.probabilities >= 0).all()
    assert reading.digit == reading.probabilities.argmax()
    assert reading.confidence == pytest.approx(reading.probabilities.max())


@pytest.mark.parametrize(("step", "is_digit"), [(-1e-6, True), (0, True), (1e-6, False)])
def test_the_threshold_decides_what_is_a_digit(store: ModelStore, step, is_digit):
    loaded = Classifier.load(store, FIRST)
    confidence = loaded.read(SEVEN).confidence
    loaded.manifest = replace(loaded.manifest, threshold=confidence + step)
    assert loaded.read(SEVEN).is_digit is is_digit


def test_a_reading_is_not_changed_by_the_next(store: ModelStore):
    loaded = Classifier.load(store, FIRST)
    first = loaded.read(SEVEN)
    before = first.probabilities.copy()
    loaded.read(prepare(render(STROKES[0])))
    assert np.array_equal(first.probabilities, before)


def test_one_interpreter_a_thread(store: ModelStore, monkeypatch):
    made: list[int] = []

    class Counted(classifier.Interpreter):
        def __init__(self, *args, **kwargs):
            made.append(threading.get_ident())
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(classifier, "Interpreter", Counted)
    loaded = Classifier.load(store, FIRST)
    barrier = threading.Barrier(4)

    def work(_: int) -> list[float]:
        barrier.wait()  # or one thread might do the work of two
        return [loaded.read(SEVEN).confidence for _ in range(20)]

    with ThreadPoolExecutor(4) as pool:
        answers = [confidence for part in pool.map(work, range(4)) for confidence in part]
    assert len(made) == len(set(made)) == 5  # the loading thread's, and four
    assert set(answers) == {loaded.read(SEVEN).confidence}


def test_an_unknown_version(store: ModelStore):
    with pytest.raises(UnknownVersion, match="'best-77'"):
        Classifier.load(store, "best-77")


@pytest.mark.parametrize("data", [b"", b"no network", b"\0\0\0\0TFL3" + b"\0" * 100])
def test_what_litert_cannot_run(store: ModelStore, data):
    with store.draft("strange") as draft:
        (draft / "classifier.tflite").write_bytes(data)
        store.publish(draft, replace(store.manifest(FIRST), id="strange"))
    with pytest.raises(BrokenVersion, match="strange"):
        Classifier.load(store, "strange")


def test_a_network_of_another_shape(store: ModelStore):
    with store.draft("shape") as draft:
        (draft / "classifier.tflite").write_bytes(store.read(FIRST, "inspector.tflite"))
        store.publish(draft, replace(store.manifest(FIRST), id="shape"))
    with pytest.raises(BrokenVersion, match="shape"):
        Classifier.load(store, "shape")
