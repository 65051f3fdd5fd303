"""Print a table in plain text."""


def show(heading: list[str], rows: list[list[str]]) -> None:
    """Print rows under a heading: the first column to the left, figures to the right.

    A cell of the heading may have several lines; all cells have as many.
    """
    above = list(zip(*(cell.split("\n") for cell in deepen(heading)), strict=True))
    lines = [*above, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    rule = ["-" * width for width in widths]
    for line in (*above, rule, *rows):
        cells = zip(line, widths, strict=True)
        aligned = [
            cell.rjust(width) if n else cell.ljust(width) for n, (cell, width) in enumerate(cells)
        ]
        print("  ".join(aligned).rstrip())


def deepen(heading: list[str]) -> list[str]:
    """Give every cell of a heading as many lines as the deepest has, empty ones first."""
    depth = max(cell.count("\n") for cell in heading)
    return ["\n" * (depth - cell.count("\n")) + cell for cell in heading]
