"""Learning from corrections: whom to believe, what is made of a drawing, and what comes of it."""

from dataclasses import replace
from shutil import copytree
from types import SimpleNamespace

import numpy as np
import pytest

from tests.conftest import FIRST
from tests.learning.people import people, together
from tests.support import SHIPPED
from webapp.learning import corrections, export, nearest, training
from webapp.learning.batches import Batches
from webapp.learning.corrections import HANDS, believed, pool
from webapp.learning.data import Digits, load_mnist
from webapp.learning.synthesis import draw_digits
from webapp.learning.training import train
from webapp.models import (
    Classifier,
    Corrections,
    ModelStore,
    SpecError,
    TrainingSpec,
    asked_for,
    gate,
)

STYLES = ["7 crossed widely", "1 flag and base", "4 lightning", "9 curled tail", "0 slashed"]
SMALL = TrainingSpec(network="dense", hidden=(12,), epochs=1, batch_size=64, train_images=200)


def spoil(given: Corrections, share: float) -> Corrections:
    """Give a share of the drawings another digit's label."""
    rng = np.random.default_rng(8)
    labels = given.labels.copy()
    which = rng.permutation(len(labels))[: round(share * len(labels))]
    labels[which] = (labels[which] + rng.integers(1, 10, len(which))) % 10
    return replace(given, labels=labels)


class Judge:
    """A version that is sure of a digit for each image, by what it is shown first to last."""

    def __init__(self, *digits: int):
        self._digits = iter(digits)

    def read(self, image: np.ndarray) -> SimpleNamespace:
        probabilities = np.full(10, 1e-4)
        probabilities[next(self._digits)] = 1 - 9e-4
        return SimpleNamespace(probabilities=probabilities, digitness=0.999)


def accuracy(store: ModelStore, model_id: str, images: np.ndarray, labels: np.ndarray) -> float:
    classifier = Classifier.load(store, model_id)
    pixels = images.astype(np.float32) / np.float32(255)
    return float(np.mean([classifier.read(image).digit for image in pixels] == labels))


def test_a_label_that_is_contradicted_is_left_out():
    given = people(["1 bare", "3 round"], writers=4)
    labels = given.labels.copy()
    labels[0] = 8
    kept = believed(replace(given, labels=labels), Judge(*given.labels))
    assert len(kept) == len(given) - 1
    assert np.array_equal(kept.labels, given.labels[1:])


def test_what_several_writers_say_stands_against_the_version():
    given = people(["4 lightning", "3 round"], writers=8)
    fours = given.labels == 4
    judge = [9 if label == 4 else label for label in given.labels]
    assert (believed(given, Judge(*judge)).labels == 4).sum() >= 7  # one may look like no other
    alone = np.where(fours, "she", given.writers)
    assert set(believed(replace(given, writers=alone), Judge(*judge)).labels) == {3}


def test_without_a_version_to_judge_all_is_believed():
    given = people(["1 bare"], writers=3)
    assert believed(given, None) is given


def test_the_pool_holds_every_drawing_and_many_by_other_hands():
    given = people(STYLES, writers=2)
    made = pool(given, (0, 2))
    assert len(made) == len(given) + HANDS
    assert np.array_equal(made.images[: len(given)], given.images)
    shares = np.bincount(made.labels, minlength=10) / len(made)
    assert shares[sorted(set(given.labels))] == pytest.approx(1 / len(STYLES), abs=0.01)
    assert len({image.tobytes() for image in made.images}) > 0.99 * len(made)
    assert (made.images.reshape(len(made), -1).max(axis=1) > 100).all()
    again = pool(given, (0, 2))
    assert np.array_equal(made.images, again.images)
    assert not np.array_equal(made.images, pool(given, (1, 2)).images)


def test_more_drawings_than_hands_all_come_in(monkeypatch):
    monkeypatch.setattr(corrections, "HANDS", 5)
    given = people(["1 bare"], writers=9)
    assert len(pool(given, (0,))) == 14


@pytest.mark.parametrize("strokes", [None, [], [[[0, 0], [0, 9]]], [[[5, 5]]] * 500, [[[5, 5]]]])
def test_without_strokes_that_look_like_the_image_the_image_is_varied(monkeypatch, strokes):
    monkeypatch.setattr(corrections, "HANDS", 40)
    given = replace(people(["0 wide"], writers=1), strokes=[strokes])
    made = pool(given, (0,)).images.reshape(41, -1).astype(float)
    assert len({image.tobytes() for image in made}) > 30
    # In none of them is there what the strokes show: all are about the round zero.
    assert np.corrcoef(made)[0].min() > 0.2


def test_a_dot_and_a_stroke_of_thousands_of_points_are_drawn(monkeypatch):
    monkeypatch.setattr(corrections, "HANDS", 5)
    dot = np.zeros((28, 28), np.uint8)
    dot[11:17, 11:17] = 255
    line = [[(100.0, y / 100) for y in range(20_000)]]
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 12:16] = 255
    given = people(["1 bare"], writers=2)
    given = replace(given, images=np.stack((dot, bar)), strokes=[[[(3.0, 3.0)]], line])
    assert len(pool(given, (0,))) == 7


def test_every_batch_holds_its_share_and_the_rest_is_as_before():
    digits = load_mnist().train.take(slice(150))
    spec = replace(SMALL, epochs=2, batch_size=32, corrections=True, start_from="first")
    given = pool(people(STYLES, writers=2), (0,))
    batches = Batches(digits, spec, given)
    every = list(batches.dataset().as_numpy_iterator())
    assert batches.corrections == round(0.4 * len(STYLES) / 10 * 32)
    assert len(every) == batches.steps * 2 == 2 * -(-150 // batches.mnist)
    known = {image.tobytes() for image in given.images}
    for images, labels in every:
        assert len(images) == len(labels)
        taken = np.rint(images * 255).astype(np.uint8)[-batches.corrections :]
        assert all(image.tobytes() in known for image in taken)
    seen = np.concatenate([images[: -batches.corrections] for images, _ in every])
    assert len(seen) == 2 * 150
    assert not Batches(digits, spec).corrections


def test_a_few_digits_that_are_corrected_do_not_push_the_others_aside():
    digits = load_mnist().train.take(slice(150))
    spec = replace(SMALL, batch_size=100, corrections=True, start_from="first")
    all_ten = Digits(np.zeros((100, 28, 28), np.uint8), np.arange(100, dtype=np.uint8) % 10)
    sevens = Digits(all_ten.images, np.full(100, 7, np.uint8))
    assert Batches(digits, spec, all_ten).corrections == 40
    batches = Batches(digits, spec, sevens)
    assert batches.corrections == 10
    assert batches.excess(10) == pytest.approx([1] * 7 + [(9 + 10) / 9] + [1] * 2)
    assert Batches(digits, spec, all_ten).excess(10) == pytest.approx([10 / 6] * 10)
    assert Batches(digits, spec).excess(10) == pytest.approx([1] * 10)


@pytest.mark.parametrize("excess", [np.ones(4, np.float32), np.array([1, 1, 3, 1], np.float32)])
def test_the_loss_is_that_of_as_many_of_each(excess):
    """Drawn three times as often, a label must be worth the same as drawn once."""
    logits = np.log(np.array([[0.1, 0.2, 0.4, 0.3]], np.float32))
    found = float(training._loss(excess)(np.array([2]), logits))
    often = np.exp(logits[0]) * excess
    assert found == pytest.approx(-np.log(often[2] / often.sum()), rel=1e-5)


@pytest.fixture
def pools(monkeypatch) -> list:
    """Give what trainings would learn from; they learn nothing, and publish weights alone."""
    found = []

    def fit(model, spec, mnist, callbacks, verbose, pool):
        found.append(pool)
        return {}

    few = replace(load_mnist(), test=load_mnist().test.take(slice(300)))
    monkeypatch.setattr(training, "load_mnist", lambda: few)
    monkeypatch.setattr(training, "fit", fit)
    monkeypatch.setattr(export, "write", lambda *_: None)
    monkeypatch.setattr(nearest, "write", lambda *_: None)
    monkeypatch.setattr(corrections, "HANDS", 50)
    return found


def test_what_is_held_out_is_measured_and_never_learnt(store, pools):
    learnt, kept = people(STYLES, 3), people(STYLES, 2, seed=1, held_out=True)
    given = together(learnt, kept)
    with_them = train(replace(SMALL, corrections=True), store, "with", verbose=0, corrected=given)
    without = train(SMALL, store, "without", verbose=0, corrected=given)
    held_out = {image.tobytes() for image in kept.images}
    assert not held_out & {image.tobytes() for image in pools[0].images}
    assert pools[1] is None
    for manifest in (with_them, without):
        figures = manifest.metrics["drawings"]
        assert (figures["count"], figures["writers"]) == (len(kept), 2)
    figures = with_them.metrics["corrections"]
    assert figures["count"] + figures["left_out"] == len(learnt)
    assert "corrections" not in without.metrics


def test_a_network_without_an_answer_for_non_digits_learns_the_digits_alone(store, pools):
    given = people(["1 bare", "3 round"], writers=2)
    given = replace(given, labels=np.array([1, 10, 3, 10], np.uint8))
    store.delete("the-second")
    ten = train(replace(SMALL, corrections=True), store, "ten", verbose=0, corrected=given)
    eleven = train(
        replace(SMALL, corrections=True, non_digits=50), store, "eleven", verbose=0, corrected=given
    )
    for version, could in ((ten, (given.labels < 10).sum()), (eleven, len(given))):
        figures = version.metrics["corrections"]  # what it had no answer for was not disbelieved
        assert figures["count"] + figures["left_out"] == could
    assert 10 not in pools[0].labels
    assert 10 in pools[1].labels or store.champion_id() == FIRST  # the champion may not believe it


@pytest.mark.parametrize("given", [None, people(["1 bare"], writers=2, held_out=True)])
def test_nothing_to_learn_from_is_said(store, given):
    with pytest.raises(SpecError, match="corrections: there is nothing to learn from: no drawing"):
        train(replace(SMALL, corrections=True), store, "never", verbose=0, corrected=given)
    assert not store.has("never")


def test_nothing_that_can_be_believed_is_said(store, monkeypatch):
    monkeypatch.setattr(Classifier, "load", lambda *_: Judge(*[3] * 10))
    given = people(["1 bare"], writers=1)
    with pytest.raises(SpecError, match="sure that every label is wrong"):
        train(replace(SMALL, corrections=True), store, "never", verbose=0, corrected=given)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory) -> tuple[ModelStore, Corrections]:
    """Teach the tutorial's network with a fifth of all labels wrong, the held-out ones as well."""
    store = ModelStore(tmp_path_factory.mktemp("poisoned") / "store")
    copytree(SHIPPED / "tutorial-1", store.root / "tutorial-1")
    store.set_champion("tutorial-1")
    lesson = together(people(STYLES, 8, 5, seed=1), people(STYLES, 4, 5, seed=2, held_out=True))
    given = spoil(lesson, 0.2)
    spec = asked_for({"preset": "improve"}, store)
    train(spec, store, "taught", verbose=0, corrected=given)
    return store, given


def test_with_a_fifth_of_the_labels_wrong_it_still_learns_what_is_right(poisoned):
    store, given = poisoned
    figures = store.manifest("taught").metrics["corrections"]
    wrong = round(0.2 * len(given.to_learn))
    assert 0.4 * wrong < figures["left_out"] <= wrong
    others = people(STYLES, 10, 10, seed=3)
    before, after = (
        1 - accuracy(store, each, others.images, others.labels) for each in ("tutorial-1", "taught")
    )
    assert after < 0.6 * before


def test_with_a_fifth_of_the_labels_wrong_what_serves_gets_no_worse(poisoned):
    store, given = poisoned
    gate.promote(store, "taught", held_out=given.to_measure)
    serves = store.manifest(store.champion_id())
    before = store.manifest("tutorial-1")
    chance = {"validation": 0.0024, "test": 0.0016, "styles": 0.0074}  # a standard error of each
    for name, error in chance.items():
        ours, theirs = (each.metrics[name]["accuracy"] for each in (serves, before))
        assert ours >= theirs - error, name
    figures = {each.name: each for each in gate.compare(store, serves, given.to_measure).figures}
    assert set(figures) == {"validation", "styles", "drawings"}


def test_what_was_known_of_all_styles_stays_known(poisoned):
    store, _ = poisoned
    every = draw_digits(1000, (4711,))
    before, after = (
        accuracy(store, each, every.images, every.labels) for each in ("tutorial-1", "taught")
    )
    assert after >= before
