"""The tutorial's script (https://www.tensorflow.org/tutorials/quickstart/beginner), as it stands.

    python benchmarks/tutorial.py webapp/data/mnist.npz

Only where the data comes from is ours, and the words by which ``training.py`` tells the time: the
script would fetch the same arrays from the network.
"""

import sys

import numpy as np
import tensorflow as tf

print("imported", flush=True)

with np.load(sys.argv[1]) as mnist:
    x_train, y_train = mnist["x_train"], mnist["y_train"]
    x_test, y_test = mnist["x_test"], mnist["y_test"]
x_train, x_test = x_train / 255.0, x_test / 255.0

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(128, activation="relu"),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(10),
    ]
)
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
print("fitted", flush=True)
model.evaluate(x_test, y_test, verbose=2)
