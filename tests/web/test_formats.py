"""Numbers as text, the missing ones included."""

import math

import pytest

from webapp.models import TrainingSpec
from webapp.records import Event, Run, RunState
from webapp.web import formats

MISSING = [None, math.nan, math.inf]


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("form", ["decimals", "percent", "significant", "duration"])
def test_a_dash_stands_where_a_number_is_missing(app, form, missing):
    with app.test_request_context():
        assert getattr(formats, form)(missing) == "–"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0.0000"), (0.12345, "0.1234"), (2.5, "2.5000"), (1234.5, "1,234.5000")],
)
def test_decimals(app, number, text):
    with app.test_request_context():
        assert formats.decimals(number) == text


def test_a_run_whose_loss_was_no_number_has_a_page(app, admin):
    numbers = {"loss": None, "accuracy": 0.1, "val_loss": None, "val_accuracy": 0.1}
    with app.app_context():
        run = Run.ask(TrainingSpec())
        Event.add(run.id, "epoch", epoch=1, epochs=5, step=9, steps=9, line="", **numbers)
        run.end(RunState.FAILED, "The loss became NaN.")
        number = run.id
    page = admin.client.get(f"/admin/runs/{number}")
    assert page.status_code == 200
    assert page.text.count('<td class="number">–</td>') == 2
    assert admin.client.get(f"/admin/compare?runs={number}").status_code == 200


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100.00%"), (0.99999, "99.99%"), (0.99994, "99.99%"), (0.5, "50.00%"), (0, "0.00%")],
)
def test_nothing_but_the_whole_is_100_percent(app, share, text):
    with app.test_request_context():
        assert formats.percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "99.9%"), (0.9997, "99.9%"), (0.9876, "98.8%"), (0.1, "10.0%")]
)
def test_a_certainty_is_never_whole(app, share, text):
    with app.test_request_context():
        assert formats.certainty(share) == text
