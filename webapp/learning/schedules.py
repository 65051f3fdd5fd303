"""How the learning rate changes over a training."""

import keras
from keras import ops

from webapp.models.spec import TrainingSpec

WARM_UP = 0.25
"""Share of the steps in which the rate rises."""


def learning_rate(
    spec: TrainingSpec, steps: int
) -> float | keras.optimizers.schedules.LearningRateSchedule:
    """Return what Adam takes as its rate for a training of so many steps."""
    if spec.schedule == "one-cycle":
        return OneCycle(spec.learning_rate, steps)
    return spec.learning_rate


@keras.saving.register_keras_serializable("hitofude")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """Rise from a tenth to the highest rate, then fall to nothing, in straight lines.

    Smith and Topin 2018, "Super-Convergence" (https://arxiv.org/abs/1708.07120).
    """

    def __init__(self, highest: float, steps: int):
        self.highest = highest
        self.steps = steps

    def __call__(self, step):
        """Return the rate at a step."""
        done = ops.cast(step, "float32") / self.steps
        rise = 0.1 + 0.9 * done / WARM_UP
        fall = (1.0 - done) / (1.0 - WARM_UP)
        return self.highest * ops.maximum(ops.minimum(rise, fall), 1e-3)

    def get_config(self) -> dict[str, float]:
        """Return the arguments that make the same schedule."""
        return {"highest": self.highest, "steps": self.steps}
