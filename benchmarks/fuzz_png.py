"""Send the server's application hostile PNG images and tell how long it had to do with each.

    python benchmarks/fuzz_png.py [--images 10000] [--seed 20261]

The application runs in this process, so what is measured is its processor time and no queue's.
Ends with status 1 where one was answered otherwise than by a reading or a refusal.
"""

import argparse
import base64
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from PIL.Image import DecompressionBombWarning  # noqa: E402

from tests.attacks.hostile_png import images  # noqa: E402
from webapp import create_app  # noqa: E402

PREFIX = "data:image/png;base64,"
ANSWERS = {200, 413, 422}


def main() -> None:
    """Send all, print how many got which answer, and the times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261)
    options = parser.parse_args()
    warnings.simplefilter("ignore", DecompressionBombWarning)
    with tempfile.TemporaryDirectory() as data:
        settings = {"DATA": Path(data), "MODEL_STORE": ROOT / "model_store", "RATE_LIMIT": "off"}
        client = create_app({**settings, "LOG_LEVEL": "error"}).test_client()
        statuses, times = Counter(), []
        for image in images(options.images, options.seed):
            body = {"image": PREFIX + base64.b64encode(image).decode()}
            started = time.thread_time()
            statuses[client.post("/api/predict", json=body).status_code] += 1
            times.append(1000 * (time.thread_time() - started))
    times.sort()
    p50, p99 = (times[int(share * (len(times) - 1))] for share in (0.5, 0.99))
    answers = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(f"{len(times)} images, seed {options.seed}. Answers: {answers}.")
    print(f"Processor time: p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {times[-1]:.1f} ms.")
    sys.exit(not set(statuses) <= ANSWERS)


if __name__ == "__main__":
    main()
