"""Drawings at the terminal: counted, taken out, put in."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.support import STROKES
from webapp.cli import cli


@pytest.fixture
def hitofude(tmp_path, store):
    """Give the command, on a database of one's own."""
    settings = {"HITOFUDE_DATA": str(tmp_path / "data"), "HITOFUDE_MODEL_STORE": str(store.root)}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ("drawings", *map(str, arguments)), env=settings)

    return run


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "drawings.jsonl"
    rows = [{"label": digit, "strokes": STROKES[digit], "writer": "a"} for digit in range(10)]
    rows.append({"label": "x", "strokes": [[(0, 0), (9, 9)], [(0, 9), (9, 0)]], "writer": "a"})
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_put_in_counted_and_taken_out(hitofude, lines, tmp_path):
    assert "No drawing" in hitofude("list").output
    done = hitofude("import", lines, "--state", "accepted")
    assert done.exit_code == 0, done.output
    assert "11 drawings are kept, 0 were there already." in done.output
    assert "0 drawings are kept, 11 were there already." in hitofude("import", lines).output
    counted = hitofude("list").output.splitlines()
    assert counted[0].split() == ["label", "new", "accepted", "rejected"]
    assert [line.split()[-2] for line in counted[1:12]] == ["1"] * 11
    assert counted[-1] == "11 drawings"
    out = tmp_path / "out.jsonl"
    assert "11 drawings." in hitofude("export", out, "--state", "accepted").output
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["label"] for row in rows] == [*range(10), None]
    assert hitofude("export", "-", "--state", "new").stdout == ""


def test_bad_lines_are_told(hitofude, lines):
    text = "nonsense\n" + lines.read_text("utf-8") + "\n" + "[" * (3 << 20) + "\n{}\n"
    lines.write_text(text, "utf-8")
    done = hitofude("import", lines)
    assert done.exit_code == 1
    assert "11 drawings are kept" in done.output
    told = [line for line in done.output.splitlines() if ", line " in line]
    assert [line.rpartition(", line ")[2].partition(":")[0] for line in told] == ["1", "13", "14"]
    assert "3 lines were left out" in done.output
