"""Bend, turn, scale, shift and thicken digits, as hands and pens do."""

import tensorflow as tf

SHARE = 0.5
"""Share of the images that are varied. Turning blurs: a network that meets MNIST only blurred
does not know a sharp MNIST digit from one that was drawn on the page, where other habits count."""

ROTATION = 0.21
"""Largest turn, in radians: 12 degrees."""

SHEAR = 0.25
"""Largest slant: how far the top goes sideways for each pixel of height."""

SCALE = 0.15
"""Largest change of height and of width, each for itself, as a share."""

SHIFT = 1.5
"""Largest shift, in pixels."""

THICKEN = 0.9
"""Largest share of the way towards the dilated digit."""

THIN = 0.6
"""Largest share of the way towards the eroded digit."""


def augment(images: tf.Tensor, kind: str, seed: tf.Tensor) -> tf.Tensor:
    """Return the images as a spec's ``augmentation`` wants them, the same for the same seed.

    ``images``: ``float32`` ``(n, 28, 28)`` in 0…1; ``seed``: two whole numbers.
    """
    if kind != "pen":
        return images
    seeds = tf.random.split(seed, 2)
    chosen = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1), seeds[0]) < SHARE
    return tf.where(chosen, vary(images, seeds[1]), images)


def vary(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Return a variation of each image."""
    seeds = tf.random.split(seed, 2)
    return change_width(move(images, seeds[0]), seeds[1])


def move(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Turn, slant, scale and shift each image about its centre (an affine map, bilinear)."""
    count, height, width = tf.unstack(tf.shape(images))
    largest = tf.constant([ROTATION, SHEAR, SCALE, SCALE, SHIFT, SHIFT])
    amounts = tf.random.stateless_uniform((count, 6), seed, -1.0, 1.0) * largest
    angle, shear, grow_x, grow_y, shift_x, shift_y = tf.unstack(amounts, axis=1)
    cos, sin = tf.cos(angle), tf.sin(angle)
    a, b = (1 + grow_x) * (cos + shear * sin), (1 + grow_x) * (shear * cos - sin)
    c, d = (1 + grow_y) * sin, (1 + grow_y) * cos
    centre_x, centre_y = tf.cast(width - 1, tf.float32) / 2, tf.cast(height - 1, tf.float32) / 2
    e = centre_x - a * centre_x - b * centre_y + shift_x
    f = centre_y - c * centre_x - d * centre_y + shift_y
    zero = tf.zeros_like(a)
    moved = tf.raw_ops.ImageProjectiveTransformV3(
        images=images[..., tf.newaxis],
        transforms=tf.stack([a, b, e, c, d, f, zero, zero], axis=1),
        output_shape=tf.stack([height, width]),
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
        fill_value=0.0,
    )
    return moved[..., 0]


def change_width(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Make each image's strokes thicker or thinner, by grey-scale morphology over 3 × 3 pixels."""
    pixels = images[..., tf.newaxis]
    dilated = tf.nn.max_pool2d(pixels, 3, 1, "SAME")
    eroded = -tf.nn.max_pool2d(-pixels, 3, 1, "SAME")
    amount = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), seed, -THIN, THICKEN)
    thicker = pixels + tf.maximum(amount, 0.0) * (dilated - pixels)
    return (thicker + tf.minimum(amount, 0.0) * (pixels - eroded))[..., 0]
