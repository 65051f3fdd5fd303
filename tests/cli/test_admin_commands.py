"""The terminal does what the admin's pages do: train and look on, list, promote, set a password."""

from collections.abc import Callable
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from tests.conftest import FIRST, SECOND
from tests.jobs.fake_training import Deed
from tests.waiting import until
from webapp.cli import cli
from webapp.models import StoreError
from webapp.records import Account, Note, Run, db

Command = Callable[..., Result]


@pytest.fixture
def hitofude(app, store) -> Command:
    """Give the command, on the application's database, queue and store."""
    settings = {"HITOFUDE_DATA": str(app.config["DATA"]), "HITOFUDE_MODEL_STORE": str(store.root)}

    def run(*arguments: str, answers: str = "", **more: str) -> Result:
        return CliRunner().invoke(cli, arguments, answers, env={**settings, **more})

    return run


@pytest.fixture
def watch(stage, hitofude) -> Callable[..., tuple[Result, int]]:
    """Give what trains by ``train --watch`` beside a trainer; it returns the run's number, too."""

    def watch(deed: Deed, *options: str, act: Callable[[int], object] = lambda run: None):
        def work() -> None:
            until(lambda: len(stage.queue))
            stage.trainer.work()

        def look() -> None:
            run_id = until(lambda: _newest(stage))
            act(run_id)

        threads = [Thread(target=work), Thread(target=look)]
        for thread in threads:
            thread.start()
        spec = ("--preset", "tutorial", "--seed", str(int(deed)))
        done = hitofude("train", "--watch", *spec, *options)
        for thread in threads:
            thread.join(30)
        return done, _newest(stage)

    return watch


def _newest(stage) -> int | None:
    with stage.app.app_context():
        runs = Run.newest(1)
        return runs[0].id if runs else None


def test_train_and_look_on(stage, watch):
    done, run_id = watch(Deed.SUCCEED)
    assert done.exit_code == 0, done.output
    told = stage.told(run_id)
    lines = done.output.replace("\r", "\n").splitlines()
    assert lines[0].startswith(f"Run {run_id} waits for the trainer")
    shown = ["queued", f"running {told.model_id}", "fit …", "Epoch 1/1", "3/3", "publish …"]
    assert [line for line in lines[1:] if line in shown and line][:4] == shown[:4]
    assert lines[-1] == f"succeeded {told.model_id}"
    assert stage.store.champion_id() == FIRST


def test_train_and_put_into_service(stage, watch):
    done, run_id = watch(Deed.SUCCEED, "--promote")
    assert done.exit_code == 0
    model_id = stage.told(run_id).model_id
    assert f"{model_id} is in service." in done.output
    assert stage.store.champion_id() == model_id


def test_a_failure_is_told(stage, watch):
    done, _ = watch(Deed.RAISE)
    assert done.exit_code == 1
    assert "label 11 is no digit" in done.output
    assert "failed" in done.output.splitlines()[-1]


def test_cancelled_elsewhere(stage, watch):
    done, _ = watch(Deed.WAIT, act=stage.cancel)
    assert done.exit_code == 1
    assert "cancelled" in done.output.splitlines()[-1]


def test_the_trainer_names_its_versions(hitofude):
    done = hitofude("train", "--watch", "--id", "mine")
    assert done.exit_code == 2
    assert "--id" in done.output


def test_the_runs_are_listed(stage, hitofude):
    failed = stage.train(Deed.RAISE)
    good = stage.train(Deed.SUCCEED, network="dense")
    stage.ask(Deed.SUCCEED)
    waiting = stage.told(stage.ask(Deed.SUCCEED))
    lines = hitofude("runs").output.splitlines()
    assert [int(line.split()[0]) for line in lines] == [4, 3, 2, 1]
    assert [line.split()[1] for line in lines] == ["queued", "queued", "succeeded", "failed"]
    assert lines[0].endswith("2 in line")
    assert waiting.model_id in lines[0]
    assert "dense" in lines[2]
    assert good.model_id in lines[2]
    assert lines[3].endswith(failed.reason)


def test_no_runs(hitofude):
    done = hitofude("runs")
    assert done.exit_code == 0
    assert done.output.startswith("No run was asked for yet")


def test_into_service_and_back(hitofude, store):
    done = hitofude("models", "promote", SECOND, "--insist")
    assert (done.exit_code, done.output) == (0, f"{SECOND} is in service.\n")
    assert store.champion_id() == SECOND
    done = hitofude("models", "rollback")
    assert (done.exit_code, done.output) == (0, f"{FIRST} is in service.\n")
    assert store.champion_id() == FIRST


def test_nothing_to_go_back_to(hitofude, store):
    done = hitofude("models", "rollback")
    assert isinstance(done.exception, StoreError)
    assert store.champion_id() == FIRST


@pytest.mark.parametrize(("answer", "gone"), [("y\n", True), ("n\n", False), ("", False)])
def test_it_asks_before_it_removes(hitofude, store, answer, gone):
    done = hitofude("models", "delete", SECOND, answers=answer)
    assert (done.exit_code == 0) is gone
    assert store.has(SECOND) is not gone


def test_what_was_written_about_it_goes_too(app, hitofude, store):
    with app.app_context():
        Note.write(SECOND, "Mori", "")
    assert hitofude("models", "delete", SECOND, "--yes").exit_code == 0
    assert store.ids() == [FIRST]
    with app.app_context():
        assert Note.all() == {}


def test_the_champion_stays(hitofude, store):
    done = hitofude("models", "delete", FIRST, "--yes")
    assert isinstance(done.exception, StoreError)
    assert "in service" in str(done.exception)
    store.verify(FIRST)


def passes(app, password: str) -> bool:
    with app.app_context():
        db.session.rollback()
        return Account.admin().check_password(password)


def test_the_password_is_set(app, hitofude):
    done = hitofude("admin", "set-password", answers="ten or more\nten or more\n")
    assert done.exit_code == 0, done.output
    assert "ten or more" not in done.output
    assert passes(app, "ten or more")
    assert hitofude("admin", "set-password", "--password", "another one").exit_code == 0
    assert passes(app, "another one")
    assert not passes(app, "ten or more")


@pytest.mark.parametrize("answers", ["short\nshort\n", "ten or more\nten or less\n"])
def test_a_password_that_is_refused(app, hitofude, answers):
    done = hitofude("admin", "set-password", answers=answers)
    assert done.exit_code == 1
    with app.app_context():
        assert Account.admin().password_hash is None


def test_a_setting_counts_instead(app, hitofude):
    given = {"HITOFUDE_ADMIN_PASSWORD": "the setting's one"}
    done = hitofude("admin", "set-password", "--password", "another one", **given)
    assert done.exit_code == 1
    assert "HITOFUDE_ADMIN_PASSWORD" in done.output
    assert "the setting's one" not in done.output


def test_a_token_for_a_program(app, hitofude):
    done = hitofude("admin", "token", "a script")
    assert done.exit_code == 0
    headers = {"Authorization": f"Bearer {done.output.strip()}"}
    client = app.test_client()
    assert client.get("/api/tokens", headers=headers).json["tokens"][0]["name"] == "a script"
