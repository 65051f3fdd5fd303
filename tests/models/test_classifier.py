"""A loaded version: what it answers, and what it is not made of."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import FIRST
from tests.support import STROKES
from webapp.drawing import prepare, render
from webapp.models import BrokenVersion, Classifier, ModelStore, UnknownVersion, litert

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
    assert 0 <= reading.digitness <= 1


class Answering:
    """An interpreter that always answers the same."""

    def __init__(self, answer: list[float]):
        self.answer = np.array([answer], np.float32)

    def __call__(self, **_) -> "Answering":
        return self

    def get_input_details(self) -> list[dict]:
        return [{"index": 0, "shape": (1, 28, 28)}]

    def get_signature_runner(self) -> "Answering":
        return self

    def get_output_details(self) -> dict[str, dict]:
        return {"output_0": {"index": 1, "shape": np.array(self.answer.shape)}}

    def get_tensor(self, _: int) -> np.ndarray:
        return self.answer.copy()

    def set_tensor(self, *_) -> None: ...

    def allocate_tensors(self) -> None: ...

    def invoke(self) -> None: ...


TEN = [0.02] * 7 + [0.5, 0.3, 0.06]


@pytest.mark.parametrize(
    ("answer", "digitness", "is_digit"),
    [(TEN, 0.5, False), ([*TEN, 0.9], 0.9, True), ([*TEN, 0.1], 0.1, False)],
    ids=["from before", "a digit", "no digit"],
)
def test_digitness_decides_and_confidence_where_there_is_none(
    store: ModelStore, monkeypatch, answer, digitness, is_digit
):
    monkeypatch.setattr(litert, "Interpreter", Answering(answer))
    manifest = replace(store.manifest(FIRST), threshold=0.6)
    reading = Classifier(manifest, b"").read(SEVEN)
    assert reading.probabilities == pytest.approx(TEN)
    assert (reading.digit, reading.confidence) == (7, 0.5)
    assert reading.digitness == pytest.approx(digitness)
    assert reading.is_digit is is_digit


@pytest.mark.parametrize("count", [9, 12])
def test_another_number_of_answers_is_refused(store: ModelStore, monkeypatch, count):
    monkeypatch.setattr(litert, "Interpreter", Answering([0.1] * count))
    with pytest.raises(BrokenVersion, match="not"):
        Classifier.load(store, FIRST)


@pytest.mark.parametrize(("step", "is_digit"), [(-1e-6, True), (0, True), (1e-6, False)])
def test_the_threshold_decides_what_is_a_digit(store: ModelStore, step, is_digit):
    loaded = Classifier.load(store, FIRST)
    digitness = loaded.read(SEVEN).digitness
    loaded.manifest = replace(loaded.manifest, threshold=digitness + step)
    assert loaded.read(SEVEN).is_digit is is_digit


def test_a_reading_is_not_changed_by_the_next(store: ModelStore):
    loaded = Classifier.load(store, FIRST)
    first = loaded.read(SEVEN)
    before = first.probabilities.copy()
    loaded.read(prepare(render(STROKES[0])))
    assert np.array_equal(first.probabilities, before)


def test_one_interpreter_a_thread(store: ModelStore, monkeypatch):
    made: list[int] = []

    class Counted(litert.Interpreter):
        def __init__(self, *args, **kwargs):
            made.append(threading.get_ident())
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(litert, "Interpreter", Counted)
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
