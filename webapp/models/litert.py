"""Run a LiteRT network in many threads."""

import threading

import numpy as np
from ai_edge_litert.interpreter import Interpreter


class Session:
    """One thread's interpreter of a network that takes ``float32`` ``(1, 28, 28)``.

    ``shapes``: of the outputs, by the names that the export gave them.
    """

    def __init__(self, model: bytes):
        # One thread: a reading is too short to be shared out, and the web server's threads
        # already keep every core busy.
        self._interpreter = Interpreter(model_content=model, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = self._interpreter.get_signature_runner().get_output_details()
        self._outputs = {name: details["index"] for name, details in outputs.items()}
        self.shapes = {name: tuple(details["shape"]) for name, details in outputs.items()}

    def run(self, image: np.ndarray) -> None:
        """Run the network on an image, ``float32`` ``(28, 28)`` in 0…1."""
        self._interpreter.set_tensor(self._input, image[np.newaxis])
        self._interpreter.invoke()

    def output(self, name: str) -> np.ndarray:
        """Return an output of the latest run, a copy, without the batch: ``float32``."""
        return self._interpreter.get_tensor(self._outputs[name])[0]


class Runner:
    """A network that many threads run.

    An interpreter belongs to one thread at a time, so each thread gets its own, made from the
    same bytes at its first run; they die with their thread or with the runner.
    """

    def __init__(self, model: bytes):
        self._model = model
        self._local = threading.local()

    def session(self) -> Session:
        """Return this thread's own; raise ``ValueError`` where LiteRT refuses the network."""
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = Session(self._model)
        return session
