"""Learning rates against the picture in the paper: up in a quarter, down in the rest."""

import keras
import numpy as np
import pytest

from webapp.learning.schedules import OneCycle, learning_rate
from webapp.models import TrainingSpec


def test_constant():
    assert learning_rate(TrainingSpec(learning_rate=0.02), 100) == 0.02


@pytest.mark.parametrize("steps", [8, 100, 4000])
def test_one_cycle(steps):
    schedule = learning_rate(TrainingSpec(learning_rate=0.01, schedule="one-cycle"), steps)
    corners = ([0, steps / 4, steps], [0.001, 0.01, 0.0])
    for step in range(0, steps, max(1, steps // 40)):
        expected = max(np.interp(step, *corners), 1e-5)
        assert float(schedule(step)) == pytest.approx(expected, rel=1e-4)


def test_it_survives_being_saved():
    config = keras.saving.serialize_keras_object(OneCycle(0.01, 50))
    again = keras.saving.deserialize_keras_object(config)
    assert float(again(20)) == float(OneCycle(0.01, 50)(20))
