"""Keras' own MNIST convnet example, told anew (https://keras.io/examples/vision/mnist_convnet/).

    python benchmarks/convnet.py webapp/data/mnist.npz

Its network and its settings: Adam, batches of 128, 15 epochs, a tenth of the training images held
out. It says when TensorFlow is imported and when the network is fitted, for ``training.py``.
"""

import sys

import numpy as np
import tensorflow  # noqa: F401

print("imported", flush=True)

from keras import Input, Sequential, layers, utils  # noqa: E402

DIGITS = 10


def pictures(images: np.ndarray) -> np.ndarray:
    """Return images in 0…1 with a channel."""
    return images[..., np.newaxis].astype("float32") / 255


def network() -> Sequential:
    """Return the example's network: two convolutions, each pooled, and one dense layer."""
    return Sequential(
        [
            Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(DIGITS, activation="softmax"),
        ]
    )


with np.load(sys.argv[1]) as mnist:
    images, labels = pictures(mnist["x_train"]), utils.to_categorical(mnist["y_train"], DIGITS)
    unseen, truth = pictures(mnist["x_test"]), utils.to_categorical(mnist["y_test"], DIGITS)

model = network()
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(images, labels, batch_size=128, epochs=15, validation_split=0.1)
print("fitted", flush=True)
print(f"accuracy: {model.evaluate(unseen, truth, verbose=0)[1]:.4f}")
