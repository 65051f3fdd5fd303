"""Temperature, probabilities and digitness, against formulas written out by hand."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.calibration import (
    answers,
    calibration_error,
    digitness,
    probabilities,
    temperature,
)


def softmax(logits: list[float]) -> list[float]:
    total = sum(np.exp(np.float64(each)) for each in logits)
    return [float(np.exp(np.float64(each)) / total) for each in logits]


rows = st.integers(10, 11).flatmap(lambda n: st.lists(st.floats(-30, 30), min_size=n, max_size=n))


@given(rows, st.floats(0.2, 5))
def test_by_hand(row, degree):
    found = answers(np.array([row]), degree)[0]
    assert found[:10] == pytest.approx(softmax([each / degree for each in row[:10]]), abs=1e-9)
    every = softmax(row)
    assert found[10] == pytest.approx(sum(every[:10]) if row[10:] else max(every), abs=1e-9)
    assert found[:10].sum() == pytest.approx(1)


@pytest.mark.parametrize("outputs", [10, 11])
@pytest.mark.parametrize("scale", [1, 100, 1e4])
def test_keras_and_numpy_compute_the_same(outputs, scale):
    logits = np.random.default_rng(0).normal(scale=scale, size=(50, outputs)).astype(np.float32)
    by_keras = keras.ops.convert_to_numpy(
        answers(keras.ops.convert_to_tensor(logits), 1.7, keras.ops)
    )
    assert by_keras.shape == (50, 11)
    assert by_keras == pytest.approx(answers(logits, 1.7), abs=1e-5)
    assert np.isfinite(by_keras).all()


def test_certainty_that_it_is_none_makes_no_digit_and_leaves_the_probabilities():
    logits = np.array([[5.0, *[0.0] * 9, -20.0], [5.0, *[0.0] * 9, 20.0]])
    assert digitness(logits)[0] > 0.9
    assert digitness(logits)[1] < 1e-6
    both = probabilities(logits, 2.0)
    assert np.array_equal(both[0], both[1])


@pytest.mark.parametrize("true", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("outputs", [10, 11])
def test_a_known_temperature_is_found_again(true, outputs):
    chance = np.random.default_rng(7)
    logits = chance.normal(scale=2, size=(40_000, outputs))
    # Labels drawn as the softmax of logits says (the Gumbel trick), then logits too sure by `true`.
    labels = (logits[:, :10] + chance.gumbel(size=(40_000, 10))).argmax(axis=1)
    assert temperature(logits * true, labels) == pytest.approx(true, rel=0.03)


def test_no_other_temperature_fits_better():
    chance = np.random.default_rng(8)
    logits, labels = chance.normal(scale=4, size=(500, 10)), chance.integers(10, size=500)
    labels[:300] = logits[:300].argmax(axis=1)

    def loss(degree: float) -> float:
        return -np.log(probabilities(logits, degree)[np.arange(500), labels]).mean()

    found = temperature(logits, labels)
    assert all(loss(found) <= loss(found * step) for step in (0.5, 0.9, 0.99, 1.01, 1.1, 2))


def test_a_network_that_is_never_wrong_gets_a_temperature_all_the_same():
    assert 0 < temperature(np.eye(10) * 9, np.arange(10)) < 1


def test_confidence_that_keeps_its_word_has_no_calibration_error():
    told = np.tile([0.75, 0.25, *[0.0] * 8], (400, 1))
    assert calibration_error(told, np.repeat([0, 1], [300, 100])) == pytest.approx(0)
    assert calibration_error(told, np.repeat([0, 1], [100, 300])) == pytest.approx(0.5)
