"""Files of drawings: what is read from them, where they are put, and what is refused."""

import gzip
import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import STROKES
from webapp.learning import drawn
from webapp.learning.drawn import StrokesError, load

SEVEN = {"label": 7, "strokes": STROKES[7], "writer": "w/1"}


def file(tmp_path, *lines, name="drawn.jsonl"):
    path = tmp_path / name
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return path


def test_labels_and_writers(tmp_path):
    labels = [0, "9", None, "a", "12", "x2"]
    rows = load(file(tmp_path, *({**SEVEN, "label": label} for label in labels)))
    assert [row.label for row in rows] == [0, 9, None, None, None, None]
    assert [row.name for row in rows] == ["0", "9", "not a digit", "a", "12", "x2"]
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {row.writer for row in rows} == {"w/1"}


def test_gzipped_or_not_is_the_same_whatever_the_name(tmp_path):
    plain = file(tmp_path, SEVEN, "", SEVEN)
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert load(packed) == load(plain)
    assert [row.line for row in load(plain)] == [1, 3]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "is not JSON"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no object"),
        ({"strokes": STROKES[1]}, 'has no "label"'),
        ({"label": 3}, 'has no "strokes"'),
        *(
            ({**SEVEN, "label": label}, "the label must be")
            for label in (12, -1, True, 3.5, "", " ", [], {})
        ),
        *(({**SEVEN, "strokes": blank}, "blank") for blank in ([], [[]], [[], []])),
        *(({**SEVEN, "strokes": odd}, "list of lists") for odd in (None, 7, "a", [7], {})),
        *(
            ({**SEVEN, "strokes": [[[1, 2], point]]}, "a point must be")
            for point in ([1], [1, 2, 3], 5, ["1", 2], [None, 1], [True, 1], [1e9, 0])
        ),
        ('{"label": 3, "strokes": [[[NaN, 1]]]}', "a point must be"),
        ('{"label": 3, "strokes": [[[Infinity, 1]]]}', "a point must be"),
        ({**SEVEN, "strokes": [[[1, 2]] * 30_000]}, "30,000 points"),
        (" " * (drawn.MOST_BYTES + 1), "longer than"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_bad_line_is_named(tmp_path, line, words):
    with pytest.raises(StrokesError, match=words) as raised:
        load(file(tmp_path, SEVEN, line))
    assert "line 2: " in str(raised.value)
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x1f\x8b", b"\x1f\x8b\x08\x00rubbish", b"\xff"]
)
def test_a_file_without_drawings(tmp_path, content):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(content)
    with pytest.raises(StrokesError, match="odd.jsonl"):
        load(path)


def test_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(drawn, "MOST_DRAWINGS", 2)
    with pytest.raises(StrokesError, match="line 3: more than 2 drawings"):
        load(file(tmp_path, SEVEN, SEVEN, SEVEN))


coordinates = st.floats(-1e6, 1e6, allow_subnormal=False)
strokes = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=6), min_size=1, max_size=3
)


@given(strokes, st.integers(0, 99))
def test_no_ink_leaves_the_canvas(lines, seed):
    placed, pen = drawn.vary(lines, random.Random(seed))
    points = np.array([point for stroke in placed for point in stroke])
    assert 8 <= pen <= 26
    assert points.min() >= pen / 2 - 1e-6
    assert points.max() <= 280 - pen / 2 + 1e-6
    assert [len(stroke) for stroke in placed] == [len(stroke) for stroke in lines]


def test_a_drawing_is_drawn_alike_whatever_stands_beside_it(tmp_path):
    rows = load(file(tmp_path, SEVEN, {**SEVEN, "label": None, "strokes": STROKES[2]}, SEVEN))
    together = drawn.images(rows, seed=4)
    assert together.shape == (3, 28, 28)
    assert together.dtype == np.uint8
    assert np.array_equal(drawn.images(rows[1:], seed=4), together[1:])
    assert not np.array_equal(drawn.images(rows, seed=5), together)


def test_figures_by_hand(tmp_path):
    labels = [(7, "a"), (7, "b"), (1, "b"), ("x", "b")]
    rows = load(file(tmp_path, *({**SEVEN, "label": n, "writer": who} for n, who in labels)))
    answers = np.full((4, 11), 0.01)
    answers[:, 7] = 0.91
    answers[:, 10] = 0.9, 0.4, 0.8, 0.6
    found = drawn.figures(answers, rows, 0.5)
    assert found["digits"]["count"] == 3
    assert found["digits"]["accuracy"] == pytest.approx(2 / 3)
    assert found["doubted"] == pytest.approx(1 / 3)
    assert list(found["by_writer"]) == ["b", "a"]
    assert found["by_writer"]["b"] == {"count": 2, "accuracy": 0.5}
    assert found["non_digits"]["auroc"] == pytest.approx(2 / 3)
    assert found["non_digits"]["by_family"] == {"x": {"count": 1, "called_digits": 1.0}}
    assert drawn.figures(answers[:3], rows[:3], 0.5)["non_digits"] is None
    assert drawn.figures(answers[3:], rows[3:], 0.5)["digits"] is None
