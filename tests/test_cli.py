"""The command ``hitofude``, as one types it."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from tests.conftest import FIRST, SECOND
from tests.support import SHIPPED, STROKES
from webapp.cli import main
from webapp.drawing import render
from webapp.models import ModelStore


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def hitofude(store: ModelStore, tmp_path: Path, monkeypatch, capfd) -> Command:
    """Give the command, on the small store."""
    monkeypatch.setenv("HITOFUDE_MODEL_STORE", str(store.root))
    monkeypatch.setenv("HITOFUDE_DATA", str(tmp_path / "instance"))

    def run(*arguments: str, called: str = "hitofude") -> Outcome:
        monkeypatch.setattr(sys, "argv", [called, *arguments])
        capfd.readouterr()
        status: int | str | None = 0
        try:
            main()
        except SystemExit as end:
            status = end.code
        out, err = capfd.readouterr()
        if isinstance(status, str):  # as Python itself does with it
            status, err = 1, f"{err}{status}\n"
        return Outcome(status or 0, out, err)

    return run


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[int], str]:
    def draw(digit: int) -> str:
        path = tmp_path / f"{digit}.png"
        Image.fromarray(render(STROKES[digit], 18)).save(path)
        return str(path)

    return draw


def test_train_then_look_at_it_and_put_it_into_service(hitofude, store):
    done = hitofude(
        *("train", "--hidden", "16,8", "--epochs", "1", "--train-images", "200"),
        *("--seed", "5", "--batch-size", "50", "--learning-rate", "0.01", "--id", "tiny"),
        *("--synthetic-digits", "0", "--non-digits", "0"),
    )
    assert done.status == 0, done.err
    assert "4/4" in done.out  # Keras' progress bar
    assert "hitofude models promote tiny" in done.out
    manifest = store.manifest("tiny")
    assert (manifest.spec.network, manifest.spec.hidden) == ("dense", (16, 8))
    assert (manifest.spec.seed, manifest.spec.learning_rate) == (5, 0.01)
    assert f"{manifest.metrics['test']['accuracy']:.2%} on MNIST test" in done.out
    assert "784" not in done.err
    assert store.champion_id() == FIRST

    shown = json.loads(hitofude("models", "show", "tiny").out)
    assert shown == json.loads(manifest.dumps())

    promoted = hitofude("models", "promote", "tiny", "--insist")
    assert promoted.status == 0
    assert store.champion_id() == "tiny"


def test_a_worse_version_goes_into_service_only_if_one_insists(hitofude, store):
    accuracy = {i: store.manifest(i).metrics["validation"]["accuracy"] for i in (FIRST, SECOND)}
    assert accuracy[SECOND] < accuracy[FIRST]
    done = hitofude("models", "promote", SECOND)
    assert done.status == 1
    assert SECOND in done.err
    assert store.champion_id() == FIRST
    assert hitofude("models", "promote", SECOND, "--insist").status == 0
    assert store.champion_id() == SECOND


def test_the_versions_are_listed_with_a_star(hitofude):
    lines = hitofude("models", "list").out.splitlines()
    assert len(lines) == 2
    assert [line[0] for line in lines if FIRST in line] == ["*"]
    assert [line[0] for line in lines if SECOND in line] == [" "]
    assert "101,770 parameters" in next(line for line in lines if FIRST in line)


def test_evaluate_prints_what_the_manifest_says(hitofude, store):
    done = hitofude("evaluate", SECOND)
    assert done.status == 0, done.err
    reported = store.manifest(SECOND).metrics["test"]
    accuracy = float(re.search(r"accuracy (\d\.\d+)", done.out)[1])
    loss = float(re.search(r"loss (\d+\.\d+)", done.out)[1])
    assert accuracy == pytest.approx(reported["accuracy"], abs=3e-4)
    assert loss == pytest.approx(reported["loss"], abs=1e-3)
    rows = re.findall(r"^drawn (\d) +(.*)$", done.out, re.M)
    confusion = np.array([[int(n.replace("·", "0")) for n in row.split()] for _, row in rows])
    assert confusion.shape == (10, 10)
    assert np.abs(confusion - np.array(reported["confusion"])).sum() <= 6
    assert len(re.findall(r"^ +\d +\d+\.\d+%$", done.out, re.M)) == 10


def test_evaluate_tells_of_styles_of_what_is_no_digit_and_of_robustness(hitofude, store):
    out = hitofude("evaluate", FIRST).out
    metrics = store.manifest(FIRST).metrics
    without = float(re.search(r"15 images known to be mislabelled: (\d+\.\d+)%", out)[1]) / 100
    assert without == pytest.approx(metrics["test"]["mislabelled"]["accuracy"], abs=3e-4)
    auroc = re.search(r"AUROC (\d\.\d+)   FPR at 95 % TPR (\d\.\d+)", out)
    assert float(auroc[1]) == pytest.approx(metrics["non_digits"]["auroc"], abs=2e-3)
    assert float(auroc[2]) == pytest.approx(metrics["non_digits"]["fpr95"], abs=1e-2)
    for name in (*metrics["styles"]["by_style"], *metrics["non_digits"]["by_family"]):
        assert re.search(rf"^  {re.escape(name)} +\d+\.\d% +\d+$", out, re.M), name
    shares = re.findall(r"^  .+  (\d+\.\d)%  +\d+$", out.split("What is no digit")[0], re.M)
    assert [float(share) for share in shares] == sorted(map(float, shares))  # the worst first
    for factor, curve in metrics["robustness"].items():
        row = re.search(rf"^{factor} \({curve['unit']}\)\n +.*\n +(.*)$", out, re.M)[1]
        read = [float(share) / 100 for share in row.replace("%", "").split()]
        assert read == pytest.approx(curve["accuracy"], abs=6e-3)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.jsonl"
    rows = [{"label": n, "strokes": STROKES[n], "writer": f"w/{n % 2}"} for n in STROKES]
    rows.append({"label": "ж", "strokes": STROKES[1] + STROKES[0], "writer": "w/2"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_evaluate_reads_drawings_of_people(hitofude, drawn):
    command = ("--store", str(SHIPPED), "evaluate", "tutorial-1", "--strokes", str(drawn))
    out = hitofude(*command).out
    people = out.partition("Digits that people drew")[2]
    assert re.search(r"accuracy [01]\.\d+ .*\(10 images\)", people)
    assert re.search(r"^  w/1 +\d+\.\d% +5$", people, re.M)
    assert re.search(r"^  ж +\d+\.\d% +1$", people, re.M)
    again = hitofude(*command, "--seed", "3")
    assert again.out.partition("Digits that people drew")[0] == out[: out.index("Digits that")]
    assert again.out != out


def test_evaluate_names_the_line_that_is_wrong(hitofude, drawn):
    with drawn.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"label": 12, "strokes": [[[0, 0]]]}) + "\n")
    done = hitofude("evaluate", "--strokes", str(drawn))
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "drawn.jsonl, line 12: the label must be a digit" in done.err
    assert hitofude("evaluate", "--strokes", str(drawn.parent / "none")).status == 2


def test_evaluate_needs_no_tensorflow(hitofude, monkeypatch):
    for name in ("tensorflow", "keras"):
        monkeypatch.setitem(sys.modules, name, None)  # whoever imports it now gets an error
    assert hitofude("evaluate", SECOND).status == 0


@pytest.mark.parametrize("digit", [0, 3, 7])
def test_predict_reads_a_picture(hitofude, picture, digit):
    done = hitofude("--store", str(SHIPPED), "predict", picture(digit))
    assert done.status == 0
    assert re.match(rf"{digit}  \d+\.\d%\n", done.out)
    assert len(done.out.splitlines()) == 11


def test_predict_with_another_version(hitofude, picture):
    first, second = (hitofude("predict", picture(7), *m).out for m in ([], ["--model", SECOND]))
    assert first != second


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["models", "show", "none-such"], "none-such"),
        (["models", "show", "../first"], "first"),
        (["models", "promote", "none-such"], "none-such"),
        (["evaluate", "none-such"], "none-such"),
        (["train", "--epochs", "0"], "epochs: must be a whole number from 1 to 200"),
        (["train", "--hidden", "16,many"], "hidden: each layer has 1 to 2048 units, not 'many'"),
        (["train", "--network", "conv", "--hidden", "16"], "only dense takes a list"),
        (["train", "--network", "resnet"], "network: must be one of"),
        (["train", "--dropout", "nan"], "dropout: must be a number"),
        (["train", "--start-from", "none-such", "--train-images", "100"], "none-such"),
        (["train", "--hidden", "9", "--start-from", SECOND, "--train-images", "100"], "start_from"),
        (["train", "--id", FIRST, "--train-images", "100"], "already"),
        (["train", "--id", "No Good", "--train-images", "100"], "cannot be an id"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_is_one_plain_line(hitofude, arguments, words):
    done = hitofude(*arguments)
    assert done.status == 1
    told = [line for line in done.err.splitlines() if line.startswith(("hitofude: ", "Error: "))]
    assert len(told) == 1
    assert words in told[0]
    assert "Traceback" not in done.err


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_picture(hitofude, tmp_path, content):
    path = tmp_path / "odd.png"
    path.write_bytes(content)
    done = hitofude("predict", str(path))
    assert done.status == 1
    assert "PNG" in done.err
    assert done.err.count("\n") == 1


def test_a_blank_picture(hitofude, tmp_path):
    path = tmp_path / "blank.png"
    Image.new("L", (28, 28), 255).save(path)
    done = hitofude("predict", str(path))
    assert done.status == 1
    assert "blank" in done.err


def test_without_any_version(hitofude, tmp_path, picture):
    empty = str(tmp_path / "empty")
    assert hitofude("--store", empty, "models", "list").out == ""
    for command in (["evaluate"], ["predict", picture(1)]):
        done = hitofude("--store", empty, *command)
        assert done.status == 1
        assert "train one first" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        *(["nonsense"], ["train", "--epochs", "many"], ["train", "--preset", "slow"], ["predict"]),
        *(["predict", "/no/such/file.png"], ["models"], ["serve", "--port", "http"]),
    ],
    ids=" ".join,
)
def test_a_wrong_usage_is_told(hitofude, arguments):
    done = hitofude(*arguments)
    assert done.status == 2
    assert "Usage: " in done.err + done.out


@pytest.mark.parametrize(
    "command", [[], ["serve"], ["train"], ["evaluate"], ["predict"], ["models"]]
)
def test_every_command_explains_itself(hitofude, command):
    done = hitofude(*command, "--help")
    assert done.status == 0
    assert re.match(r"Usage: .*hitofude", done.out)
    assert "--help" in done.out


def test_version(hitofude):
    assert re.search(r"\d+\.\d+\.\d+", hitofude("--version").out)


def test_a_refusal_and_an_offer_name_the_command_as_it_was_called(hitofude, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = hitofude("models", "promote", SECOND, called=".venv/bin/hitofude")
    assert done.status == 1
    assert done.err.rstrip().endswith(f".venv/bin/hitofude models promote {SECOND} --insist")
