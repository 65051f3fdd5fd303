"""Print the figures of an evaluation on a terminal."""

from typing import Any

import click

from webapp.models import Manifest

SHOWN_WRITERS = 5


def print_summary(manifest: Manifest) -> None:
    """Print how good a new version is, in a line."""
    metrics = manifest.metrics
    took = metrics.get("duration_s")
    click.echo(
        f"\n{manifest.id}: {metrics['test']['accuracy']:.2%} on MNIST test, "
        f"{metrics['validation']['accuracy']:.2%} on validation, "
        f"{manifest.parameters:,} parameters, "
        f"{'trained elsewhere' if took is None else f'trained in {took:.1f} s'}"
    )


def print_test(test: dict[str, Any]) -> None:
    """Print the figures of MNIST's test images."""
    _title("MNIST test images")
    _print_report(test)
    without = test["mislabelled"]
    click.echo(
        f"\nwithout the {len(without['indices'])} images known to be mislabelled: "
        f"{without['accuracy']:.2%}"
    )


def print_drawings(figures: dict[str, Any]) -> None:
    """Print the figures of synthetic drawings: styles, what is no digit, robustness."""
    styles = figures["styles"]
    _title("Synthetic digits, by style")
    click.echo(
        f"accuracy {styles['accuracy']:.4f}   calibration error {styles['ece']:.4f}   "
        f"({styles['count']:,} drawings)\n"
    )
    worst_first = sorted(styles["by_style"].items(), key=lambda item: item[1]["accuracy"])
    _print_table(
        [(name, f"{each['accuracy']:.1%}", each["count"]) for name, each in worst_first],
        ("style", "read right", "drawings"),
    )
    _title("What is no digit")
    _print_non_digits(figures["non_digits"])
    _title("Drawn otherwise: read right at each value")
    for factor, curve in figures["robustness"].items():
        click.echo(f"{factor} ({curve['unit']})")
        click.echo("  " + "".join(f"{value:>8g}" for value in curve["values"]))
        click.echo("  " + "".join(f"{share:>8.1%}" for share in curve["accuracy"]))


def print_drawn(figures: dict[str, Any]) -> None:
    """Print the figures of drawings of people."""
    if figures["digits"]:
        _title("Digits that people drew")
        _print_report(figures["digits"])
        click.echo(f"\ndoubted, though digits: {figures['doubted']:.2%}\n")
        hardest = list(figures["by_writer"].items())[:SHOWN_WRITERS]
        rows = [(name, f"{each['accuracy']:.1%}", each["count"]) for name, each in hardest]
        _print_table(rows, ("hardest writers", "read right", "drawings"))
    if figures["non_digits"]:
        _title("What people drew that is no digit")
        _print_non_digits(figures["non_digits"])


def _title(text: str) -> None:
    click.echo(f"\n{text}\n{'─' * len(text)}")


def _print_report(figures: dict[str, Any]) -> None:
    click.echo(
        f"accuracy {figures['accuracy']:.4f}   loss {figures['loss']:.4f} (NLL, nats)   "
        f"calibration error {figures['ece']:.4f}   ({figures['count']:,} images)\n"
    )
    click.echo("digit  accuracy")
    for digit, share in enumerate(figures["per_digit"]):
        click.echo(f"    {digit}   {share:.2%}")
    click.echo("\nread as →" + "".join(f"{digit:6}" for digit in range(10)))
    for digit, row in enumerate(figures["confusion"]):
        click.echo(f"drawn {digit}  " + "".join(f"{count or '·':>6}" for count in row))


def _print_non_digits(figures: dict[str, Any]) -> None:
    click.echo(
        f"AUROC {figures['auroc']:.4f}   FPR at 95 % TPR {figures['fpr95']:.4f}   "
        f"({figures['count']:,} drawings)\n"
        f"called digits, though none: {figures['called_digits']:.2%}   "
        f"doubted, though digits: {figures['doubted_digits']:.2%}\n"
    )
    most_first = sorted(figures["by_family"].items(), key=lambda item: -item[1]["called_digits"])
    _print_table(
        [(name, f"{each['called_digits']:.1%}", each["count"]) for name, each in most_first],
        ("family", "called digits", "drawings"),
    )


def _print_table(rows: list[tuple], heading: tuple[str, str, str]) -> None:
    width = max(len(str(row[0])) for row in (heading, *rows))
    for name, share, count in (heading, *rows):
        click.echo(f"  {name:<{width}}  {share:>13}  {count:>8}")
