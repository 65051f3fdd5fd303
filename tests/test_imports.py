"""Who may import what: read from every module's source, and seen in a real process."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import drawing
from webapp.models import ModelStore

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "webapp").rglob("*.py"))
}
HEAVY = {"keras", "tensorflow"}


def imported(path: Path, only_at_load: bool = False) -> set[str]:
    """Return the modules that a file imports; ``from a import b`` is ``a.b`` where that is one."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if only_at_load and node in inside:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in MODULES else node.module)
    return found


def top(name: str) -> str:
    return name.partition(".")[0]


def package(name: str) -> str:
    """Return the part of the program that a module belongs to, such as ``webapp.models``."""
    return ".".join(name.split(".")[:2])


def members(of: str) -> list[str]:
    return [name for name in MODULES if package(name) == f"webapp.{of}"]


IMPORTS = {name: imported(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", members("drawing"))
def test_drawing_needs_numpy_and_pillow_only(name):
    outside = {top(found) for found in IMPORTS[name]} - set(sys.stdlib_module_names)
    assert outside <= {"numpy", "PIL", "webapp"}
    assert all(
        package(found) == "webapp.drawing" for found in IMPORTS[name] if top(found) == "webapp"
    )


@pytest.mark.parametrize("name", [name for name in MODULES if package(name) != "webapp.learning"])
def test_only_learning_imports_keras_or_tensorflow(name):
    assert not {top(found) for found in IMPORTS[name]} & HEAVY


ARROWS = {
    "apart": set(),
    "drawing": set(),
    "errors": set(),
    "extras": {"errors"},
    "locks": set(),
    "translations": set(),
    "watch": set(),
    "models": {"drawing", "errors", "extras", "locks", "translations"},
    "records": {"models", "drawing", "config", "errors", "extras", "locks"},
    "jobs": {"models", "records", "drawing", "config", "extras", "apart", "watch"},
    "learning": {"models", "records", "drawing", "jobs", "config", "errors"},
    "config": {"errors"},
}


@pytest.mark.parametrize("of", ARROWS)
def test_arrows_point_one_way(of):
    allowed = {f"webapp.{name}" for name in ARROWS[of] | {of}}
    for name in members(of):
        used = {package(found) for found in imported(MODULES[name], True) if top(found) == "webapp"}
        assert used <= allowed, name


def test_there_is_no_circle_among_the_packages():
    arrows: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        ours = {package(found) for found in imported(path, True) if top(found) == "webapp"}
        arrows.setdefault(package(name), set()).update(ours - {package(name), "webapp"})

    def walk(place: str, way: tuple[str, ...]) -> None:
        assert place not in way, " → ".join((*way, place))
        for following in arrows.get(place, ()):
            walk(following, (*way, place))

    for place in arrows:
        walk(place, ())


@pytest.mark.parametrize("of", ["drawing", "models"])
def test_what_reads_knows_nothing_of_flask(of):
    for name in members(of):
        assert not any(top(found).startswith(("flask", "werkzeug")) for found in IMPORTS[name])


def test_nothing_that_a_web_worker_loads_imports_learning():
    seen, open_ends = set(), ["webapp", *members("web")]
    while open_ends:
        name = open_ends.pop()
        if name in seen:
            continue
        seen.add(name)
        found = imported(MODULES[name], only_at_load=not name.startswith("webapp.web"))
        assert not any(package(other) == "webapp.learning" for other in found), name
        open_ends += [other for other in found if other in MODULES]
    assert {"webapp.models.service", "webapp.drawing.prepare"} <= seen


ANSWER = """
import json, sys
from webapp import create_app
store, data, image = sys.argv[1:]
app = create_app({"MODEL_STORE": store, "DATA": data, "TESTING": True})
client = app.test_client()
assert client.post("/api/predict", json={"image": image}).status_code == 200
for page in ("/", "/api/docs", "/api/models", "/api/openapi.json", "/readyz"):
    assert client.get(page).status_code == 200, page
print(json.dumps(sorted(sys.modules)))
"""


def test_a_process_that_has_answered_never_loaded_keras(store: ModelStore, tmp_path: Path):
    command = [sys.executable, "-c", ANSWER, str(store.root), str(tmp_path / "data"), drawing(7)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout
    assert '"webapp.models.service"' in loaded
    for name in ("tensorflow", "keras", "webapp.learning"):
        assert f'"{name}"' not in loaded


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for_and_is_read_in_one_sitting(name):
    text = MODULES[name].read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 300
