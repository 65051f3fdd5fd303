"""The classifiers of a process: swapped under load, and the old one kept when the new one fails."""

import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import STROKES
from webapp.drawing import prepare, render
from webapp.models import (
    BrokenVersion,
    Classifier,
    ModelService,
    ModelStore,
    NoChampion,
    StoreError,
    UnknownVersion,
    service,
)

IMAGES = [prepare(render(STROKES[digit])) for digit in (1, 5, 8)]


@pytest.fixture
def models(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> ModelService:
    monkeypatch.setattr(service, "RETRY_S", 0.0)
    return ModelService(store)


def name(models: ModelService) -> str:
    return models.champion().manifest.id


def copy(store: ModelStore, model_id: str) -> None:
    """Publish ``first`` once more under another id."""
    with store.draft(model_id) as draft:
        for file in store.manifest(FIRST).files:
            (draft / file).write_bytes(store.read(FIRST, file))
        store.publish(draft, replace(store.manifest(FIRST), id=model_id))


def test_the_champion_is_loaded_once(models):
    assert name(models) == FIRST
    assert models.champion() is models.champion() is models.get() is models.get(FIRST)


def test_a_swap_is_noticed_at_once(models):
    assert name(models) == FIRST
    models.store.set_champion(SECOND)
    assert name(models) == SECOND
    models.store.set_champion(FIRST)
    assert name(models) == FIRST


def test_promoting_the_champion_again_loads_nothing(models):
    before = models.champion()
    models.store.set_champion(FIRST)
    assert models.champion() is before


def _damage(store: ModelStore) -> None:
    (store.root / SECOND / "classifier.tflite").write_bytes(b"damaged")


def _remove_version(store: ModelStore) -> None:
    shutil.rmtree(store.root / SECOND)


def _remove_pointer(store: ModelStore) -> None:
    (store.root / "champion").unlink()


def _spoil_pointer(store: ModelStore) -> None:
    (store.root / "champion").write_text("../../etc\n")


def _spoil_manifest(store: ModelStore) -> None:
    (store.root / SECOND / "manifest.json").write_text("{}")


BREAKAGES = [_damage, _remove_version, _remove_pointer, _spoil_pointer, _spoil_manifest]


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_what_cannot_be_loaded_leaves_the_old_one_in_service(models, breakage, caplog):
    kept = models.champion()
    models.store.set_champion(SECOND)
    breakage(models.store)
    with caplog.at_level(logging.ERROR):
        assert models.champion() is kept
        assert models.champion() is kept
    assert f"in service: {FIRST}" in caplog.text
    copy(models.store, "third")
    models.store.set_champion("third")
    assert name(models) == "third"


def test_a_mended_champion_is_taken_without_a_new_pointer(models):
    models.champion()
    path = models.store.root / SECOND / "classifier.tflite"
    data = path.read_bytes()
    models.store.set_champion(SECOND)
    path.write_bytes(b"damaged")
    assert name(models) == FIRST
    path.write_bytes(data)
    assert name(models) == SECOND


def test_a_broken_champion_is_not_tried_at_every_request(store, monkeypatch, caplog):
    now = [0.0]
    monkeypatch.setattr(service.time, "monotonic", lambda: now[0])
    caplog.set_level("ERROR", "webapp")
    models = ModelService(store)
    models.champion()
    store.set_champion(SECOND)
    _damage(store)
    for now[0] in (1.0, 1.1, 1.5, 2.0, 2.9):
        assert name(models) == FIRST
    assert len(caplog.records) == 1
    now[0] = 3.1
    assert name(models) == FIRST
    assert len(caplog.records) == 2


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_without_a_champion_another_stands_in_until_there_is_one(models, breakage, caplog):
    models.store.set_champion(SECOND)
    breakage(models.store)
    with caplog.at_level(logging.ERROR):
        kept = models.champion()
    assert kept.manifest.id == FIRST or breakage in (_remove_pointer, _spoil_pointer)
    assert f"Version {kept.manifest.id} stands in" in caplog.text
    assert models.champion() is kept
    copy(models.store, "third")
    models.store.set_champion("third")
    assert name(models) == "third"


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_without_any_version_there_is_an_error_and_then_a_recovery(models, breakage):
    models.store.set_champion(SECOND)
    hidden = models.store.root / FIRST
    hidden.rename(models.store.root.parent / FIRST)
    breakage(models.store)
    if breakage in (_remove_pointer, _spoil_pointer):
        _damage(models.store)
    for _ in range(2):
        with pytest.raises(NoChampion):
            models.champion()
    (models.store.root.parent / FIRST).rename(hidden)
    models.store.set_champion(FIRST)
    assert name(models) == FIRST


def test_an_empty_store(tmp_path):
    with pytest.raises(NoChampion, match="train"):
        ModelService(ModelStore(tmp_path / "none")).champion()


def test_other_versions_stay_loaded_the_last_used_longest(models, monkeypatch):
    monkeypatch.setattr(service, "KEPT", 2)
    models = ModelService(models.store)
    for model_id in ("third", "fourth"):
        copy(models.store, model_id)
    second, third = models.get(SECOND), models.get("third")
    assert models.get(SECOND) is second
    models.get("fourth")  # the third has waited longest now
    assert models.get(SECOND) is second
    assert models.get("third") is not third


def test_a_deleted_version_is_unknown_though_it_was_loaded(models):
    models.get(SECOND)
    shutil.rmtree(models.store.root / SECOND)
    with pytest.raises(UnknownVersion):
        models.get(SECOND)


def test_a_version_that_was_made_anew_is_the_new_one(models):
    """Delete a version that is loaded, and publish another network under its id."""
    stale = models.get(SECOND), models.inspector(SECOND)
    shutil.rmtree(models.store.root / SECOND)
    with models.store.draft(SECOND) as draft:
        shutil.copytree(models.store.root / FIRST, draft, dirs_exist_ok=True)
        (draft / "manifest.json").unlink()
        models.store.publish(draft, replace(models.store.manifest(FIRST), id=SECOND))
    fresh = models.get(SECOND), models.inspector(SECOND)
    assert all(new is not old for new, old in zip(fresh, stale, strict=True))
    assert fresh[0].read(IMAGES[0]).digit == models.get(FIRST).read(IMAGES[0]).digit
    assert [stage.name for stage in fresh[1].stages] == ["hidden_1", "logits"]
    with pytest.raises(BrokenVersion):  # whoever still holds the old one is told
        _ = stale[1].weights


@pytest.mark.parametrize("model_id", ["../first", "", "Capital", "none-such"])
def test_unknown_versions(models, model_id):
    with pytest.raises(UnknownVersion):
        models.get(model_id)


def test_many_threads_read_while_the_champion_is_swapped(models):
    store = models.store
    right = {
        model_id: [Classifier.load(store, model_id).read(image).probabilities for image in IMAGES]
        for model_id in (FIRST, SECOND)
    }
    done = threading.Event()

    def read(thread: int) -> tuple[int, set[str]]:
        count, seen = 0, set()
        while not done.is_set():
            classifier = models.get()
            number = (count + thread) % len(IMAGES)
            answer = classifier.read(IMAGES[number]).probabilities
            expected = right[classifier.manifest.id][number]
            assert np.allclose(answer, expected, atol=1e-6)
            seen.add(classifier.manifest.id)
            count += 1
        return count, seen

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read, thread) for thread in range(6)]
        for turn in range(30):
            store.set_champion((SECOND, FIRST)[turn % 2])
            models.champion()
        done.set()
        results = [reader.result() for reader in readers]
    assert all(count > 0 for count, _ in results)
    assert set().union(*(seen for _, seen in results)) == {FIRST, SECOND}
    assert name(models) == FIRST


def test_threads_that_come_first_wait_for_one_loading(models, monkeypatch):
    loads = []
    load = Classifier.load

    def counted(store: ModelStore, model_id: str) -> Classifier:
        loads.append(model_id)
        return load(store, model_id)

    monkeypatch.setattr(service.Classifier, "load", counted)
    barrier = threading.Barrier(6)

    def first(_: int) -> Classifier | StoreError:
        barrier.wait()
        return models.champion()

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(first, range(6)))
    assert loads == [FIRST]
    assert len(answers) == 1
