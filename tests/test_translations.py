"""The Japanese catalogue: it knows every text of the program, and is compiled from what it says."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "webapp" / "translations"
JAPANESE = TEXTS / "ja" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (JAPANESE / "messages.po").open("rb") as file:
        return read_po(file, locale="ja")


@pytest.fixture(scope="module")
def wanted() -> set[tuple[str | None, str]]:
    """Find the texts of the program, with their contexts, as ``babel.cfg`` says."""
    with (TEXTS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    texts = extract_from_dir(ROOT, methods, options, directory_filter=_holds_texts)
    return {(context, _first(text)) for _, _, text, _, context in texts}


def _holds_texts(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in ("webapp", "templates")


def _first(text) -> str:
    return text if isinstance(text, str) else text[0]


def test_it_knows_every_text(catalogue, wanted):
    known = {(message.context, _first(message.id)) for message in catalogue if message.id}
    assert known == wanted
    assert ("style", "crossed widely") in wanted
    assert (None, "Convolutional") in wanted


def test_every_text_has_its_translation(catalogue):
    assert [message.id for message in catalogue if not message.string or message.fuzzy] == []
    assert [str(errors) for _, errors in catalogue.check()] == []


def test_what_is_compiled_is_what_it_says(catalogue):
    with (JAPANESE / "messages.mo").open("rb") as file:
        assert _strings(read_mo(file)) == _strings(catalogue)


def _strings(catalogue: Catalog) -> dict[tuple[str | None, str], list[str]]:
    return {
        (message.context, _first(message.id)): list(message.string)
        for message in catalogue
        if message.id
    }
