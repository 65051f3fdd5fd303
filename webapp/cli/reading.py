"""Commands that read with a version."""

from pathlib import Path

import click
import numpy as np

from webapp.models import Classifier, ModelStore


@click.command()
@click.argument("model_id", required=False)
@click.pass_obj
def evaluate(settings: dict, model_id: str | None) -> None:
    """Measure a version (the champion by default) on MNIST's 10,000 test images."""
    from webapp.learning.data import load_mnist
    from webapp.learning.evaluation import report

    store = ModelStore(settings["MODEL_STORE"])
    classifier = Classifier.load(store, model_id or store.champion_id())
    test = load_mnist().test
    images = test.images.astype(np.float32) / np.float32(255)
    probabilities = np.array([classifier.read(image).probabilities for image in images])
    click.echo(classifier.manifest.id)
    _print_report(report(probabilities, test.labels))


@click.command()
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", "model_id", metavar="ID", help="A version; the champion by default.")
@click.pass_obj
def predict(settings: dict, image: Path, model_id: str | None) -> None:
    """Read the digit in a PNG image."""
    from webapp import drawing

    store = ModelStore(settings["MODEL_STORE"])
    try:
        prepared = drawing.prepare(drawing.decode_png(image.read_bytes()))
    except drawing.DrawingError as error:
        raise click.ClickException(str(error)) from error
    reading = Classifier.load(store, model_id or store.champion_id()).read(prepared)
    doubt = "" if reading.is_digit else "  (it may be no digit)"
    click.echo(f"{reading.digit}  {reading.confidence:.1%}{doubt}")
    for digit, probability in enumerate(reading.probabilities):
        click.echo(f"  {digit} {'█' * round(40 * float(probability)):<40} {probability:6.1%}")


def _print_report(figures: dict) -> None:
    click.echo(
        f"accuracy {figures['accuracy']:.4f}   loss {figures['loss']:.4f}   "
        f"calibration error {figures['ece']:.4f}   ({figures['count']:,} images)\n"
    )
    click.echo("digit  accuracy")
    for digit, share in enumerate(figures["per_digit"]):
        click.echo(f"    {digit}   {share:.2%}")
    click.echo("\nread as →" + "".join(f"{digit:6}" for digit in range(10)))
    for digit, row in enumerate(figures["confusion"]):
        click.echo(f"drawn {digit}  " + "".join(f"{count or '·':>6}" for count in row))
