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

Draw = Callable[[int, tuple[int, ...], int], Drawings]


class Batches:
    """All batches of a training.

    Every batch holds the same share of MNIST, of synthetic digits and of non-digits; so drawing
    goes on beside training, and no drawing is ever seen twice. All of it comes from the seed.

    ``mnist``, ``synthetic`` and ``non_digits`` are how many of each a batch holds, to whole numbers
    and at least one of what is asked for at all; ``steps``, how many batches an epoch has: each
    MNIST digit stands in one of them.
    """

    def __init__(self, digits: Digits, spec: TrainingSpec):
        self._digits = digits
        self._spec = spec
        whole = len(digits) + spec.synthetic_digits + spec.non_digits
        self.synthetic = _share(spec.batch_size, spec.synthetic_digits, whole)
        self.non_digits = _share(spec.batch_size, spec.non_digits, whole)
        self.mnist = max(1, spec.batch_size - self.synthetic - self.non_digits)
        self.steps = -(-len(digits) // self.mnist)

    def dataset(self) -> tf.data.Dataset:
        """Return the batches: images ``float32`` ``(n, 28, 28)`` in 0…1, labels ``int32`` ``(n,)``.

        Label 10 is no digit.
        """
        parts = [self._mnist()]
        if self.synthetic:
            parts.append(self._drawn("digits"))
        if self.non_digits:
            parts.append(self._drawn("non_digits"))
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
        images = tf.constant(self._digits.images)
        labels = tf.constant(self._digits.labels, tf.int32)

        def epoch(number: tf.Tensor) -> tf.data.Dataset:
            seed = tf.stack([tf.constant(self._spec.seed, tf.int64), number])
            order = tf.random.experimental.stateless_shuffle(tf.range(len(self._digits)), seed)
            return tf.data.Dataset.from_tensor_slices(order).batch(self.mnist)

        order = tf.data.Dataset.range(self._spec.epochs).flat_map(epoch)
        return order.map(lambda batch: (tf.gather(images, batch), tf.gather(labels, batch)))

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


@lru_cache(maxsize=2)
def _first(draw: Draw, count: int, seed: tuple[int, ...]) -> Drawings:
    """Draw a first chunk, once: it is trained on, and seconds later looked for images to keep."""
    return draw(count, seed, GROUP)


def _share(batch_size: int, wanted: int, whole: int) -> int:
    """Return how many of a batch are of a kind; what is wanted at all is in every batch."""
    return max(round(batch_size * wanted / whole), int(wanted > 0))
