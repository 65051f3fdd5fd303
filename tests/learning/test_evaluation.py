"""Figures against counting by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning import evaluation, robustness
from webapp.learning.calibration import DIGITS, answers
from webapp.learning.data import Digits, Mnist
from webapp.learning.evaluation import MISLABELLED, measure, report
from webapp.learning.specimens import evaluation_drawings, validation_digits


def one_hot(read: list[int], confidence: float = 0.91) -> np.ndarray:
    probabilities = np.full((len(read), 10), (1 - confidence) / 9)
    probabilities[np.arange(len(read)), read] = confidence
    return probabilities


def test_counted_by_hand():
    labels = np.array([3, 3, 3, 7], np.uint8)
    figures = report(one_hot([3, 3, 5, 7]), labels)
    assert figures["count"] == 4
    assert figures["accuracy"] == 0.75
    assert figures["loss"] == pytest.approx(-(3 * math.log(0.91) + math.log(0.01)) / 4)
    assert figures["per_digit"][3] == pytest.approx(2 / 3, abs=1e-6)
    assert figures["per_digit"][7] == 1
    assert figures["per_digit"][0] == 0  # none was there to be read
    assert figures["confusion"][3][3] == 2
    assert figures["confusion"][3][5] == 1
    assert figures["confusion"][7][7] == 1
    assert sum(map(sum, figures["confusion"])) == 4


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)


@given(pairs, st.floats(0.11, 0.99))
def test_counted_one_by_one(drawn_and_read, confidence):
    labels = np.array([drawn for drawn, _ in drawn_and_read], np.uint8)
    figures = report(one_hot([read for _, read in drawn_and_read], confidence), labels)
    for drawn in range(10):
        for read in range(10):
            assert figures["confusion"][drawn][read] == drawn_and_read.count((drawn, read))
    right = sum(drawn == read for drawn, read in drawn_and_read)
    assert figures["accuracy"] == pytest.approx(right / len(labels))
    assert json.loads(json.dumps(figures)) == figures


def test_a_certain_mistake_costs_much_but_not_everything():
    figures = report(one_hot([1], 1.0), np.array([2]))
    assert figures["loss"] == pytest.approx(-math.log(1e-7))


def test_the_mislabelled_images_are_left_out_and_no_others():
    labels = np.random.default_rng(0).integers(10, size=10_000)
    read = labels.copy()
    read[list(MISLABELLED)] = (labels[list(MISLABELLED)] + 1) % 10
    read[5] = (labels[5] + 1) % 10
    figures = evaluation.test_figures(one_hot(list(read)), Digits(np.zeros((10_000, 1, 1)), labels))
    assert len(set(MISLABELLED)) == 15
    assert figures["accuracy"] == 1 - 16 / 10_000
    assert figures["mislabelled"]["accuracy"] == pytest.approx(1 - 1 / 9_985)
    assert figures["mislabelled"]["indices"] == list(MISLABELLED)


def pretend(outputs: int):
    """Return a network that reads nothing: its logits come from sums of pixels, always alike."""
    weights = np.random.default_rng(1).normal(size=(784, outputs)) / 10

    def logits(images: np.ndarray) -> np.ndarray:
        return (images.reshape(len(images), -1) / 255 @ weights).astype(np.float32)

    return logits


@pytest.fixture(scope="module", params=[10, 11])
def measured(request):
    chance = np.random.default_rng(2)
    digits = Digits(
        chance.integers(256, size=(300, 28, 28), dtype=np.uint8),
        chance.integers(10, size=300, dtype=np.uint8),
    )
    logits = pretend(request.param)
    return logits, digits, measure(logits, Mnist(digits, digits, digits))


def test_what_is_measured_is_json_and_has_every_part(measured):
    _, _, found = measured
    assert json.loads(json.dumps(found.metrics)) == found.metrics
    assert set(found.metrics) == {"validation", "test", "styles", "non_digits", "robustness"}
    assert found.metrics["styles"]["count"] == len(evaluation_drawings().digits)
    assert found.metrics["non_digits"]["count"] == len(evaluation_drawings().non_digits)
    for curve in found.metrics["robustness"].values():
        assert len(curve["values"]) == len(curve["accuracy"])
        assert all(0 <= share <= 1 for share in curve["accuracy"])
    for part, groups in (("styles", "by_style"), ("non_digits", "by_family")):
        counts = [each["count"] for each in found.metrics[part][groups].values()]
        assert sum(counts) == found.metrics[part]["count"]


def test_what_is_measured_is_what_the_classifier_will_say(measured):
    logits, digits, found = measured
    drawings = evaluation_drawings()
    said = answers(logits(drawings.digits.images), found.temperature)
    right = said[:, :DIGITS].argmax(axis=1) == drawings.digits.labels
    assert found.metrics["styles"]["accuracy"] == pytest.approx(right.mean())
    one = drawings.digits.names[0]
    by_style = found.metrics["styles"]["by_style"][one]
    assert by_style["accuracy"] == pytest.approx(right[drawings.digits.names == one].mean())
    others = answers(logits(drawings.non_digits.images))[:, DIGITS]
    called = found.metrics["non_digits"]["called_digits"]
    assert called == pytest.approx((others >= found.threshold).mean())
    real = np.concatenate((answers(logits(digits.images))[:, DIGITS], said[:, DIGITS]))
    doubted = found.metrics["non_digits"]["doubted_digits"]
    assert doubted == pytest.approx((real < found.threshold).mean())


def test_at_most_one_validation_digit_in_a_hundred_is_doubted(measured):
    logits, digits, found = measured
    for images in (digits.images, validation_digits().images):
        assert (answers(logits(images))[:, DIGITS] >= found.threshold).mean() >= 0.99


def test_nothing_is_reported_on_that_was_chosen_by():
    chosen_by = {image.tobytes() for image in validation_digits().images if image.any()}
    reported = {image.tobytes() for image in evaluation_drawings().digits.images}
    assert not chosen_by & reported


def test_one_factor_is_changed_at_a_time():
    plain = robustness.pictures("shift", 0)
    for factor, usual in (("rotation", 0), ("noise", 0), ("size", 160), ("pen", 16)):
        assert robustness.pictures(factor, usual) is plain  # drawn once
    ink = [robustness.pictures("pen", pen).sum() for pen in (2, 8, 16, 26, 40)]
    assert ink == sorted(ink)
    assert robustness.pictures("noise", 0.1).sum() != plain.sum()


def test_a_quarter_turn_is_clockwise():
    upright, turned = robustness.pictures("rotation", 0), robustness.pictures("rotation", 90)

    def difference(quarters: int) -> float:
        return np.abs(turned - np.rot90(upright, quarters, axes=(1, 2)).astype(int)).mean()

    assert difference(-1) < min(difference(quarters) for quarters in (0, 1, 2)) * 0.7
