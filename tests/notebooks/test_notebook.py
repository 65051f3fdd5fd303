"""The notebook runs from top to bottom; what it writes becomes a version that reads."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import drawing
from webapp.cli import cli
from webapp.models import Classifier, ModelStore

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "train_and_draw.ipynb"
IMAGES = 2000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the notebook, with a drawing on its sheet, in a folder; give that."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(NOTEBOOK, 4)
    [sheet] = [at for at, cell in enumerate(notebook.cells) if "class Pad" in cell.source]
    draw = f"pad.image = {drawing(7)!r}\nprint(pad.words)"
    notebook.cells.insert(sheet + 1, nbformat.v4.new_code_cell(draw, metadata={"test": True}))
    os.environ["HITOFUDE_NOTEBOOK_IMAGES"] = str(IMAGES)
    try:
        client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3")
        client.execute(cwd=folder)
    finally:
        del os.environ["HITOFUDE_NOTEBOOK_IMAGES"]
    nbformat.write(notebook, folder / "run.ipynb")
    return folder


def cells(folder: Path) -> list[dict]:
    return json.loads((folder / "run.ipynb").read_text("utf-8"))["cells"]


def test_curves_and_confusions_are_shown(folder):
    outputs = [output for cell in cells(folder) for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2


def test_what_is_drawn_is_read(folder):
    [cell] = [cell for cell in cells(folder) if cell["metadata"].get("test")]
    said = [output["text"] for output in cell["outputs"] if output.get("name") == "stdout"]
    tutorial, quick = "".join(part for parts in said for part in parts).splitlines()
    assert tutorial.startswith("tutorial") and tutorial.endswith("%")
    assert quick.startswith("Quick") and quick.endswith("%")


def test_what_it_writes_becomes_a_version(folder, tmp_path):
    place = tmp_path / "store"
    environment = {"HITOFUDE_MODEL_STORE": str(place), "HITOFUDE_DATA": str(tmp_path)}
    file = str(folder / "my-network.zip")
    done = CliRunner().invoke(cli, ["models", "import", file, "--id", "mine-1"], env=environment)
    assert done.exit_code == 0, done.output
    store = ModelStore(place)
    store.verify("mine-1")
    assert store.manifest("mine-1").spec.train_images == IMAGES
    Classifier.load(store, "mine-1")


def test_it_lies_in_the_repository_without_what_it_once_said():
    notebook = nbformat.read(NOTEBOOK, 4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
