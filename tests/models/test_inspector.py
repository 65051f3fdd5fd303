"""A version opened up: its layers and units, checked against what its weights say by themselves."""

import io
import shutil
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import STROKES
from webapp.drawing import prepare, render
from webapp.models import BrokenVersion, Classifier, Inspector, ModelStore, UnknownVersion
from webapp.models.stages import Stage
from webapp.models.unit import kernel, neuron, pool

BEST, TUTORIAL = "best-1", "tutorial-1"
SEVEN = prepare(render(STROKES[7]))

SEEN = 27
"""Rows of the image that a network of ours looks at: the first convolution, 5 wide, steps by 2."""


def weights_of(store: ModelStore, model_id: str) -> dict[str, np.ndarray]:
    return dict(np.load(io.BytesIO(store.read(model_id, "weights.npz"))))


def convolve(source: np.ndarray, kernels: np.ndarray, stride: int, padded: bool) -> np.ndarray:
    """Convolve by its definition: (rows, columns, channels) with (k, k, channels, filters)."""
    size = len(kernels)
    if padded:
        source = np.pad(source, ((size // 2,) * 2, (size // 2,) * 2, (0, 0)))
    side = (len(source) - size) // stride + 1
    out = np.zeros((side, side, kernels.shape[-1]))
    for row in range(side):
        for column in range(side):
            top, left = row * stride, column * stride
            patch = source[top : top + size, left : left + size]
            out[row, column] = np.tensordot(patch, kernels, axes=3)
    return out


def network_by_hand(store: ModelStore, model_id: str, image: np.ndarray) -> dict[str, np.ndarray]:
    """Compute the outputs of the shipped networks from their weights, with NumPy alone."""
    w = weights_of(store, model_id)
    if model_id == TUTORIAL:
        hidden = np.maximum(image.ravel() @ w["hidden_1/kernel"] + w["hidden_1/bias"], 0)
        return {"hidden_1": hidden, "logits": hidden @ w["logits/kernel"] + w["logits/bias"]}
    found, x = {}, image[..., np.newaxis]
    for n, stride, padded in ((1, 2, False), (2, 1, False), (3, 1, True), (4, 1, False)):
        x = convolve(x, w[f"conv_{n}/kernel"], stride, padded)
        norm = {part: w[f"norm_{n}/{part}"] for part in ("gamma", "beta")}
        mean, variance = w[f"norm_{n}/moving_mean"], w[f"norm_{n}/moving_variance"]
        x = norm["gamma"] * (x - mean) / np.sqrt(variance + 1e-3) + norm["beta"]
        found[f"relu_{n}"] = x = np.maximum(x, 0)
        if n == 2:
            found["pool"] = x = x.reshape(5, 2, 5, 2, -1).max(axis=(1, 3))
    found["logits"] = x.ravel() @ w["logits/kernel"] + w["logits/bias"]
    return found


@pytest.fixture(params=[BEST, TUTORIAL])
def opened(request, shipped: ModelStore) -> Inspector:
    return Inspector.load(shipped, request.param)


@pytest.mark.parametrize("digit", [0, 4, 7])
def test_every_layer_is_what_the_weights_make_of_the_image(opened, shipped, digit):
    image = prepare(render(STROKES[digit]))
    outputs = opened.outputs(image)
    expected = network_by_hand(shipped, opened.manifest.id, image)
    assert list(outputs) == list(expected)
    for name, values in expected.items():
        assert outputs[name] == pytest.approx(values, abs=1e-4), name


def test_it_says_what_the_classifier_says(opened, shipped):
    reading = Classifier.load(shipped, opened.manifest.id).read(SEVEN)
    logits = opened.digit_logits(SEVEN) / opened.manifest.temperature
    shares = np.exp(logits - logits.max())
    assert shares / shares.sum() == pytest.approx(reading.probabilities, abs=1e-5)


def units(opened: Inspector) -> list[tuple[Stage, int]]:
    return [(stage, index) for stage in opened.stages for index in range(0, stage.shape[-1], 7)]


def test_every_unit_adds_up_to_what_its_layer_says(opened):
    outputs = opened.outputs(SEVEN)
    for stage, index in units(opened):
        if stage.kind == "conv":
            last = stage.shape[0] - 1
            for at in ((0, 0), (0, last), (last, last), (last // 2, 1)):
                found = kernel(opened, stage, index, at, SEVEN, outputs)
                assert found.at == at
                assert found.output == pytest.approx(outputs[stage.name][*at, index], abs=1e-4)
                assert found.z == pytest.approx(found.scale * found.total + found.shift)
                assert found.total == pytest.approx((found.patch * found.kernel).sum(), abs=1e-4)
        elif stage.kind == "pool":
            found = pool(stage, index, (2, 3), outputs)
            assert found.output == found.patch.max() == outputs[stage.name][2, 3, index]
        else:
            found = neuron(opened, stage, index, SEVEN, outputs)
            assert found.output == pytest.approx(outputs[stage.name][index], abs=1e-4)
            assert found.products.sum() == pytest.approx(found.total, abs=1e-4)
            assert found.z == pytest.approx(found.total + found.bias)


def test_without_a_place_the_strongest_of_a_map_is_shown(opened):
    outputs = opened.outputs(SEVEN)
    for stage, index in units(opened):
        if stage.kind == "conv":
            found = kernel(opened, stage, index, None, SEVEN, outputs)
            assert found.output == pytest.approx(outputs[stage.name][..., index].max(), abs=1e-4)


def test_what_the_last_hidden_stage_passes_on_adds_up_to_the_logits(opened):
    outputs = opened.outputs(SEVEN)
    last = opened.stages[-2]
    passed = np.zeros(opened.stages[-1].shape)
    for index in range(last.shape[-1]):
        if last.kind == "conv":
            onward = kernel(opened, last, index, None, SEVEN, outputs).onward
        else:
            onward = neuron(opened, last, index, SEVEN, outputs).onward
        assert onward.layer == "logits" and onward.to_logits
        passed += onward.products
    assert passed + opened.weights["logits/bias"] == pytest.approx(outputs["logits"], abs=1e-3)


def test_a_hidden_neuron_before_another_hidden_layer(tmp_path):
    from webapp.learning.training import train
    from webapp.models import TrainingSpec

    store = ModelStore(tmp_path)
    spec = {"network": "dense", "hidden": [6, 5], "epochs": 1, "train_images": 200}
    train(TrainingSpec.from_json({**spec, "synthetic_digits": 0}), store, "deep", verbose=0)
    opened = Inspector.load(store, "deep")
    outputs = opened.outputs(SEVEN)
    first, second, _ = opened.stages
    found = [neuron(opened, first, index, SEVEN, outputs) for index in range(6)]
    assert {each.onward.layer for each in found} == {"hidden_2"}
    assert not any(each.onward.to_logits for each in found)
    got = sum(each.onward.products for each in found) + opened.weights["hidden_2/bias"]
    assert np.maximum(got, 0) == pytest.approx(outputs["hidden_2"], abs=1e-4)
    assert opened.nearest is not None  # it was published with what it learnt from


@pytest.mark.parametrize("corner", [0, -1], ids=["first", "last"])
def test_the_receptive_field_is_where_the_image_matters(shipped, corner):
    """Change one pixel after the other: those that a place notices fill its field."""
    opened = Inspector.load(shipped, BEST)
    image = np.random.default_rng(0).random((28, 28), np.float32)
    before = opened.outputs(image)
    noticed = {stage.name: np.zeros((28, 28), bool) for stage in opened.stages}
    for row, column in np.ndindex(28, 28):
        other = image.copy()
        other[row, column] += 3
        for name, after in opened.outputs(other).items():
            if after.ndim == 3:
                noticed[name][row, column] = (after != before[name])[corner, corner].any()
    for stage in opened.stages:
        if stage.kind == "conv":
            at = (corner % stage.shape[0], corner % stage.shape[1])
            top, left, height, width = kernel(opened, stage, 0, at, image, before).field
            rows, columns = (np.flatnonzero(noticed[stage.name].any(axis=axis)) for axis in (1, 0))
            assert (rows[0], columns[0]) == (max(top, 0), max(left, 0)), stage.name
            assert (rows[-1], columns[-1]) == (
                min(top + height, SEEN) - 1,
                min(left + width, SEEN) - 1,
            )


def test_dense_versions_are_opened_up_too(store: ModelStore):
    for model_id in (FIRST, SECOND):
        opened = Inspector.load(store, model_id)
        assert [stage.kind for stage in opened.stages] == ["dense", "logits"]
        assert opened.nearest is not None


def test_a_version_without_an_index_reminds_of_nothing(store: ModelStore):
    opened = Inspector.load(store, FIRST)
    opened.manifest.files.pop("nearest.npz")
    assert opened.nearest is None


@pytest.mark.parametrize("name", ["weights.npz", "nearest.npz"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\x80\x04pickled"], ids=["empty", "zip", "pickle"]
)
def test_a_file_that_holds_something_else_is_told(store: ModelStore, name, data):
    with store.draft("odd") as draft:
        shutil.copytree(store.root / FIRST, draft, dirs_exist_ok=True)
        (draft / "manifest.json").unlink()
        (draft / name).write_bytes(data)
        store.publish(draft, replace(store.manifest(FIRST), id="odd"))
    opened = Inspector.load(store, "odd")
    with pytest.raises(BrokenVersion, match=name):
        getattr(opened, name.partition(".")[0])


def test_what_cannot_be_opened(store: ModelStore):
    with pytest.raises(UnknownVersion):
        Inspector.load(store, "none-such")
    (store.root / FIRST / "inspector.tflite").write_bytes(b"damaged")
    with pytest.raises(BrokenVersion, match="published"):
        Inspector.load(store, FIRST)


def test_a_network_that_is_not_what_its_spec_says_is_refused(store: ModelStore):
    manifest = store.manifest(SECOND)
    with pytest.raises(ValueError, match="hidden_1"):
        Inspector(manifest, lambda _: store.read(FIRST, "inspector.tflite"))
    with store.draft("odd") as draft:
        (draft / "inspector.tflite").write_bytes(store.read(FIRST, "inspector.tflite"))
        store.publish(draft, replace(manifest, id="odd"))
    with pytest.raises(BrokenVersion, match="odd"):
        Inspector.load(store, "odd")
