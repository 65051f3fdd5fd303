"""Run the tests on every Python that is installed: ``pip install nox``, then ``nox``.

    nox                        all Pythons, all tests
    nox -p 3.13 -- tests/web   one of them, some of the tests

``make test`` does it with one Python, and sees to the browser and the servers that tests need.
"""

import os

import nox

PYTHONS = ("3.11", "3.12", "3.13")

nox.options.error_on_missing_interpreters = False


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Install the project as a wheel would be, and run pytest side by side."""
    session.install("-e", ".[train,test]")
    at_once = str(min(os.cpu_count() or 1, 4))
    by_file = ("--dist", "loadfile", "--no-loadscope-reorder")  # tests/conftest.py orders them
    session.run("pytest", "-n", at_once, *by_file, *session.posargs)
