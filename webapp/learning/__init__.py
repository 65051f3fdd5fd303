"""Make model versions: data, networks, training, evaluation, export. Needs Keras and TensorFlow.

Nothing that a web worker loads imports this package; a test keeps it so.
"""

import os

# TensorFlow reads this once, while it is imported. What it would say of a GPU that is not there
# reads like a failure, and is none.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
