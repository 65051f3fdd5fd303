"""Commands that read with a version."""

from pathlib import Path

import click
import numpy as np

from webapp import drawing
from webapp.cli import figures
from webapp.models import Classifier, store_of


@click.command()
@click.argument("model_id", required=False)
@click.option(
    "--strokes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Drawings of people as well: lines {"label": 3, "strokes": [[[x, y], …], …]}.',
)
@click.option("--seed", type=int, default=0, show_default=True, help="How --strokes are drawn.")
@click.pass_obj
def evaluate(settings: dict, model_id: str | None, strokes: Path | None, seed: int) -> None:
    """Measure a version (the champion by default) on MNIST's test images and on drawings."""
    from webapp.learning import drawn, evaluation
    from webapp.learning.data import load_mnist

    drawings = drawn.load(strokes) if strokes else []  # a bad file is told at once
    store = store_of(settings)
    classifier = Classifier.load(store, model_id or store.champion_id())
    threshold = classifier.manifest.threshold

    def answers(images: np.ndarray) -> np.ndarray:
        readings = [classifier.read(drawing.to_unit(image)) for image in images]
        return np.array([[*reading.probabilities, reading.digitness] for reading in readings])

    click.echo(classifier.manifest.id)
    mnist = load_mnist()
    figures.print_test(evaluation.test_figures(answers(mnist.test.images)[:, :10], mnist.test))
    real = answers(mnist.validation.images)[:, 10]
    figures.print_drawings(evaluation.drawing_figures(answers, real, threshold))
    if drawings:
        read = answers(drawn.images(drawings, seed))
        figures.print_drawn(drawn.figures(read, drawings, threshold))


@click.command()
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", "model_id", metavar="ID", help="A version; the champion by default.")
@click.pass_obj
def predict(settings: dict, image: Path, model_id: str | None) -> None:
    """Read the digit in a PNG image."""
    store = store_of(settings)
    try:
        prepared = drawing.prepare(drawing.decode_png(image.read_bytes()))
    except drawing.DrawingError as error:
        raise click.ClickException(str(error)) from error
    reading = Classifier.load(store, model_id or store.champion_id()).read(prepared)
    doubt = "" if reading.is_digit else "  (it may be no digit)"
    click.echo(f"{reading.digit}  {reading.confidence:.1%}{doubt}")
    for digit, probability in enumerate(reading.probabilities):
        click.echo(f"  {digit} {'█' * round(40 * float(probability)):<40} {probability:6.1%}")
