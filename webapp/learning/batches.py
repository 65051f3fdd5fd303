"""What a training learns from, batch by batch: MNIST, varied, beside drawings made for it alone."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import tensorflow as tf

from webapp.learning.augmentation import augment
from webapp.learning.data import Digits
from webapp.learning.synthesis import Drawings, draw_digits, draw_non_digits
from webapp.models import TrainingSpec

CHUNK = 64
"""Batches that are drawn at once: drawing a few hundred costs less for each than drawing a few,
yet the first step of a training shall not wait for a whole epoch of drawings."""

MOST_AT_ONCE = 4096
"""Drawings of a chunk, whatever the size of a batch: a second of work."""

GROUP = 8
"""Drawings of a style that are made at once, for the same reason."""

DIGITS_STREAM, NON_DIGITS_STREAM = 0, 1
CORRECTIONS_STREAM = 2
"""What is drawn for each purpose comes from the seed and one of these numbers."""

LEAST_SPREAD = 0.25
"""Share of their place in a batch that corrections have at least, be they of one digit alone."""

Draw = Callable[[int, tuple[int, ...], int], Drawings]


class Batches:
    """All batches of a training.

    Every batch holds the same share of MNIST, of synthetic digits and of non-digits; so drawing
    goes on beside training, and no drawing is ever seen twice. All of it comes from the seed.
    ``corrected``, what people corrected, is mixed in, so that what was known before stays known.

    ``mnist``, ``synthetic``, ``non_digits`` and ``corrections`` are how many of each a batch holds,
    to whole numbers and at least one of what is asked for at all; ``steps``, how many batches an
    epoch has: each MNIST digit stands in one of them.
    """

    def __init__(self, digits: Digits, spec: TrainingSpec, corrected: Digits | None = None):
        self._digits = digits
        self._spec = spec
        self._corrected = corrected
        whole = len(digits) + spec.synthetic_digits + spec.non_digits
        self.corrections = _corrected_share(spec, corrected) if corrected else 0
        rest = spec.batch_size - self.corrections
        self.synthetic = _share(rest, spec.synthetic_digits, whole)
        self.non_digits = _share(rest, spec.non_digits, whole)
        self.mnist = max(1, rest - self.synthetic - self.non_digits)
        self.steps = -(-len(digits) // self.mnist)

    def excess(self, outputs: int) -> np.ndarray:
        """Return how much oftener each label comes for the corrections in the batches: a factor.

        ``float32`` ``(outputs,)``. People correct a few digits often and others never.
        """
        before = np.full(outputs, (self.mnist + self.synthetic) / 10, np.float32)
        before[10:] = self.non_digits
        if not self.corrections:
            return np.ones(outputs, np.float32)
        found = np.bincount(self._corrected.labels, minlength=outputs) / len(self._corrected)
        return (before + self.corrections * found).astype(np.float32) / before

    def dataset(self) -> tf.data.Dataset:
        """Return the batches: images ``float32`` ``(n, 28, 28)`` in 0…1, labels ``int32`` ``(n,)``.

        Label 10 is no digit.
        """
        parts = [self._mnist()]
        if self.synthetic:
            parts.append(self._drawn("digits"))
        if self.non_digits:
            parts.append(self._drawn("non_digits"))
        if self.corrections:
            parts.append(self._corrections())
        numbers = tf.data.Dataset.range(self.steps * self._spec.epochs)
        every = tf.data.Dataset.zip(numbers, *parts)
        options = tf.data.Options()
        options.autotune.enabled = False  # it holds up the end of a training, seconds at times
        return every.map(self._batch, num_parallel_calls=2).prefetch(16).with_options(options)

    def _batch(self, number: tf.Tensor, *parts: tuple[tf.Tensor, tf.Tensor]):
        """Put a batch together. Only MNIST is varied: a drawing was, when its pen was moved."""
        images = [tf.cast(images, tf.float32) / 255.0 for images, _ in parts]
        seed = tf.stack([tf.constant(self._spec.seed, tf.int64), number])
        images[0] = augment(images[0], self._spec.augmentation, seed)
        return tf.concat(images, axis=0), tf.concat([labels for _, labels in parts], axis=0)

    def _mnist(self) -> tf.data.Dataset:
        """Return MNIST's part of each batch; every epoch has its own order."""
        order = self._order(len(self._digits), self._spec.epochs, self._spec.seed)
        return _gathered(self._digits, order.flat_map(lambda each: _batched(each, self.mnist)))

    def _corrections(self) -> tf.data.Dataset:
        """Return the corrected part of each batch: all of the pool before any of it comes again."""
        rounds = -(-self.steps * self._spec.epochs * self.corrections // len(self._corrected))
        order = self._order(len(self._corrected), rounds, self._spec.seed + CORRECTIONS_STREAM)
        return _gathered(self._corrected, order.unbatch().batch(self.corrections, True))

    def _order(self, count: int, rounds: int, seed: int) -> tf.data.Dataset:
        """Return the numbers below ``count`` in another order for each round."""

        def shuffled(number: tf.Tensor) -> tf.Tensor:
            pair = tf.stack([tf.constant(seed, tf.int64), number])
            return tf.random.experimental.stateless_shuffle(tf.range(count), pair)

        return tf.data.Dataset.range(rounds).map(shuffled)

    def drawings(self, kind: str, number: int = 0) -> Drawings:
        """Return one chunk of what is drawn for this training, as its batches hold it.

        ``kind``: ``digits`` or ``non_digits``. The first chunk has the number 0.
        """
        draw, stream, share = self._kinds[kind]
        count, seed = self._chunk(share) * share, (self._spec.seed, stream, number)
        return _first(draw, count, seed) if number == 0 else draw(count, seed, GROUP)

    @property
    def _kinds(self) -> dict[str, tuple[Draw, int, int]]:
        return {
            "digits": (draw_digits, DIGITS_STREAM, self.synthetic),
            "non_digits": (draw_non_digits, NON_DIGITS_STREAM, self.non_digits),
        }

    def _chunk(self, share: int) -> int:
        """Return how many batches are drawn at once."""
        return min(CHUNK, self.steps * self._spec.epochs, max(1, MOST_AT_ONCE // share))

    def _drawn(self, kind: str) -> tf.data.Dataset:
        """Return the drawn part of each batch, made as it is needed."""
        _, _, share = self._kinds[kind]
        size = self._chunk(share)

        def chunks() -> Iterator[tuple[np.ndarray, np.ndarray]]:
            for number in range(-(-self.steps * self._spec.epochs // size)):
                drawings = self.drawings(kind, number)
                labels = drawings.labels.astype(np.int32)
                yield drawings.images.reshape(size, share, 28, 28), labels.reshape(size, share)

        signature = (
            tf.TensorSpec((size, share, 28, 28), tf.uint8),
            tf.TensorSpec((size, share), tf.int32),
        )
        return tf.data.Dataset.from_generator(chunks, output_signature=signature).unbatch()


def _corrected_share(spec: TrainingSpec, corrected: Digits) -> int:
    """Return how many corrections a batch holds: fewer where they are of a few digits only.

    A batch that was half sevens would teach little but sevens. The number of digits is that of a
    uniform distribution with the same entropy.
    """
    shares = np.bincount(corrected.labels) / len(corrected)
    digits = np.exp(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
    spread = min(max(digits / 10, LEAST_SPREAD), 1.0)
    return max(1, round(spec.batch_size * spec.corrected * spread))


def _batched(order: tf.Tensor, size: int) -> tf.data.Dataset:
    return tf.data.Dataset.from_tensor_slices(order).batch(size)


def _gathered(digits: Digits, order: tf.data.Dataset) -> tf.data.Dataset:
    images = tf.constant(digits.images)
    labels = tf.constant(digits.labels, tf.int32)
    return order.map(lambda batch: (tf.gather(images, batch), tf.gather(labels, batch)))


@lru_cache(maxsize=2)
def _first(draw: Draw, count: int, seed: tuple[int, ...]) -> Drawings:
    """Draw a first chunk, once: it is trained on, and seconds later looked for images to keep."""
    return draw(count, seed, GROUP)


def _share(batch_size: int, wanted: int, whole: int) -> int:
    """Return how many of a batch are of a kind; what is wanted at all is in every batch."""
    return max(round(batch_size * wanted / whole), int(wanted > 0))
