"""How far a share that was counted may be off by chance."""

from math import sqrt

Z95 = 1.959964
"""The standard normal distribution's 97.5 % quantile: 95 % lie within so many deviations."""


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, ``hits`` of ``count``; ``count`` is above 0.

    The score interval of E. B. Wilson (1927), "Probable inference, the law of succession, and
    statistical inference", J. Am. Stat. Assoc. 22, 209-212: unlike p ± 1.96 standard errors it
    holds for few trials, too, and for shares close to 1, where those would say "no error at all".
    """
    share, z2 = hits / count, Z95**2
    middle = share + z2 / (2 * count)
    reach = Z95 * sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    low, high = ((middle + sign * reach) / (1 + z2 / count) for sign in (-1, 1))
    return min(share, max(0.0, low)), max(share, min(1.0, high))  # rounding aside they are so
