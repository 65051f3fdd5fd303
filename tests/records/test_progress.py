"""The same drawings for every version: which those are, how they are read, and how seldom."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pytest

from tests.exam import hold_out
from tests.records.arriving import HERS, HIS, arrival, image, reading
from webapp.models import Classifier, ModelStore
from webapp.records import Drawing, DrawingState, Score, progress
from webapp.records.arrivals import is_held_out

BEST, TUTORIAL = "best-1", "tutorial-1"


@pytest.fixture
def kept(opened) -> list[int]:
    """Keep ten digits; the last two are called what they are not."""
    return hold_out("0123456777", reading(), people=4, said="0123456711")


@pytest.fixture
def loaded(monkeypatch) -> Iterator[list[str]]:
    """Give the versions that are loaded from now on, as they are."""
    names: list[str] = []
    load = Classifier.load

    def listen(store: ModelStore, model_id: str) -> Classifier:
        names.append(model_id)
        return load(store, model_id)

    monkeypatch.setattr(Classifier, "load", listen)
    return names


def ask(store: ModelStore, **more: object) -> progress.Progress:
    return progress.progress(store, BEST, **{"turn": Lock(), **more})


def test_every_version_reads_the_same(kept, shipped):
    found = ask(shipped)
    assert found.is_complete
    assert [version.id for version in found.versions] == [TUTORIAL, BEST]
    assert (len(found.exam), found.exam.people) == (10, 4) == progress.size()
    for version in found.versions:
        classifier = Classifier.load(shipped, version.id)
        read = [
            classifier.read(pixels.astype(np.float32) / 255).digit for pixels in found.exam.images
        ]
        assert found.hits[version.id] == int(np.sum(np.array(read) == found.exam.labels))
    assert found.hits[BEST] == 8  # all but those that are none of its fault


def test_what_was_read_once_is_not_read_again(kept, shipped, loaded):
    first = ask(shipped)
    assert loaded == [BEST, TUTORIAL]
    assert ask(shipped).hits == first.hits
    assert loaded == [BEST, TUTORIAL]


def test_other_drawings_are_read_anew(kept, shipped, loaded):
    before = ask(shipped).hits[BEST]
    Drawing.moderate(kept[-1:], label=7)
    assert ask(shipped).hits[BEST] == before + 1
    Drawing.moderate(kept[:3], DrawingState.REJECTED)
    found = ask(shipped)
    assert (len(found.exam), found.hits[BEST]) == (7, before - 2)
    assert loaded == [BEST, TUTORIAL] * 3


def test_nothing_but_digits_that_were_accepted_and_held_out(opened):
    ids = [
        Drawing.keep(arrival(seed, None if seed % 8 == 0 else seed % 10, (HERS, HIS)[seed % 2]))[0]
        for seed in range(120)
    ]
    Drawing.moderate(ids[:80], DrawingState.ACCEPTED)
    Drawing.moderate(ids[80:100], DrawingState.REJECTED)
    wanted = [
        seed
        for seed in range(80)
        if seed % 8 and is_held_out((HERS, HIS)[seed % 2], arrival(seed).digest)
    ]
    exam = progress.Exam.newest()
    assert 2 < len(exam) == len(wanted) == progress.size()[0]
    assert all(map(np.array_equal, exam.images[::-1], map(image, wanted)))
    assert exam.labels[::-1].tolist() == [seed % 10 for seed in wanted]


def test_at_most_so_many_the_newest(kept, monkeypatch):
    every = progress.Exam.newest()
    monkeypatch.setattr(progress, "MOST_DRAWINGS", 3)
    exam = progress.Exam.newest()
    assert exam.labels.tolist() == every.labels[:3].tolist() == [1, 1, 7]
    assert progress.size() == (3, exam.people)


def test_at_least_one_version_is_read_and_the_rest_comes_next(kept, shipped, loaded):
    first = ask(shipped, budget_s=0)
    assert (list(first.hits), first.is_complete) == ([BEST], False)
    second = ask(shipped, budget_s=0)
    assert (sorted(second.hits), second.is_complete) == ([BEST, TUTORIAL], True)
    assert loaded == [BEST, TUTORIAL]


def test_who_has_not_the_turn_reads_nothing(kept, shipped, loaded):
    turn = Lock()
    with turn:
        found = ask(shipped, turn=turn)
        assert (found.hits, found.is_complete, loaded) == ({}, False, [])
    assert ask(shipped, turn=turn).is_complete
    assert not turn.locked()


def test_a_version_that_cannot_be_read_stands_in_nobodys_way(kept, shipped, tmp_path):
    store = ModelStore(shutil.copytree(shipped.root, tmp_path / "model_store"))
    (store.root / BEST / "classifier.tflite").write_bytes(b"nothing")
    found = ask(store)
    assert found.is_complete
    assert [version.id for version in found.versions] == [TUTORIAL, BEST]
    assert list(found.hits) == [TUTORIAL]


def test_without_drawings_nothing_is_read(opened, shipped, loaded):
    found = ask(shipped)
    assert (len(found.exam), found.exam.people, found.hits) == (0, 0, {})
    assert found.is_complete
    assert loaded == []
    assert progress.size() == (0, 0)


def test_a_version_made_anew_under_its_name_is_another(kept, shipped):
    exam = progress.Exam.newest()
    best, tutorial = shipped.manifest(BEST), shipped.manifest(TUTORIAL)
    assert exam.fingerprint(best) != exam.fingerprint(tutorial)
    ask(shipped)
    assert Score.known({BEST: exam.fingerprint(best)}) == {BEST: 8}
    assert Score.known({BEST: exam.fingerprint(tutorial), "none-such": "x"}) == {}


@dataclass
class Named:
    id: str


@pytest.mark.parametrize(
    ("champion", "expected"), [(3, [3, 2, 1, 0]), (25, [25, *range(19, -1, -1)])]
)
def test_the_newest_are_shown_and_the_one_in_service(champion, expected):
    count = 4 if champion == 3 else 30
    newest_first = [Named(f"v-{age}") for age in range(count)]
    shown = progress.shown(newest_first, f"v-{champion}")
    assert [version.id for version in shown] == [f"v-{age}" for age in expected]


def test_many_count_at_once_and_one_row_is_left(app, together):
    together(lambda hits: Score.keep(BEST, "f" * 64, hits), *range(8))
    with app.app_context():
        assert Score.known({BEST: "f" * 64})[BEST] in range(8)
        Score.keep(BEST, "g" * 64, 9)
        assert Score.known({BEST: "f" * 64}) == {}
        Score.forget(BEST)
        assert Score.known({BEST: "g" * 64}) == {}
