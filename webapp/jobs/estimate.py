"""How long a training will take: work over speed, and the speed from what past runs took."""

from math import ceil
from statistics import median

from sqlalchemy import select

from webapp.models import TrainingSpec, architecture
from webapp.records import Run, RunState, db

# Measured on two cores of a 2 GHz server with TensorFlow 2.21; past runs correct them.
MULTIPLICATIONS_PER_S = 20e9
STEP_S = 0.9e-3
"""What each step costs whatever its size."""
AUGMENTED_IMAGE_S = 30e-6
DRAWN_IMAGE_S = 300e-6
FIXED_S = 4.0
"""Building, evaluating, exporting and checking."""

PASSES = 3
"""Forward, and backward for the inputs and for the weights."""

PAST_RUNS = 5
LEAST_WORK_S = 10.0
"""Runs of less work than this tell of their fixed costs, not of the machine's speed."""

SLOWEST, FASTEST = 4.0, 0.25
"""How far past runs may correct the estimate: one beside a busy machine says little of the next."""


def seconds(spec: TrainingSpec) -> float:
    """Return the estimated duration of a training in seconds, corrected by past runs."""
    trained = select(Run).where(Run.state == RunState.SUCCEEDED, ~Run.imported.has())
    past = db.session.scalars(trained.order_by(Run.id.desc()).limit(PAST_RUNS))
    works = [(run.duration_s, _work(TrainingSpec.restore(run.spec))) for run in past]
    ratios = [(took - FIXED_S) / work for took, work in works if work >= LEAST_WORK_S]
    ratio = min(max(median(ratios), FASTEST), SLOWEST) if ratios else 1.0
    return FIXED_S + _work(spec) * ratio


def _work(spec: TrainingSpec) -> float:
    """Return how long the steps take on the machine that the constants are from, in seconds."""
    drawn = spec.synthetic_digits + spec.non_digits
    images = (spec.train_images + drawn) / (1 - spec.corrected)
    steps = ceil(images / spec.batch_size)
    work = images * architecture.multiplications(spec) * PASSES / MULTIPLICATIONS_PER_S
    augmenting = spec.train_images * AUGMENTED_IMAGE_S if spec.augmentation != "none" else 0.0
    return spec.epochs * (steps * STEP_S + work + augmenting + drawn * DRAWN_IMAGE_S)
