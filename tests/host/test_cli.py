"""The command line, as a person types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from revmentor_xl.host.cli import main


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "Spring.xlsm"
    assert typed("new", made).exit_code == 0
    return made


def test_new_says_what_to_do_next(tmp_path: Path) -> None:
    done = typed("new", tmp_path / "Spring")
    assert done.exit_code == 0
    assert (tmp_path / "Spring.xlsm").exists()
    assert "revmentor-xl import" in done.output
    assert "ribbon tab Reverse Mentoring" in done.output
    assert "revmentor-xl setup" in done.output


def test_new_never_replaces_a_file(file: Path) -> None:
    before = file.read_bytes()
    done = typed("new", file)
    assert (done.exit_code, file.read_bytes()) == (1, before)
    assert "What to do:" in done.output


def test_a_program_is_brought_over_from_an_older_file(file: Path, tmp_path: Path) -> None:
    done = typed("new", tmp_path / "Autumn.xlsm", "--from", file)
    assert done.exit_code == 0
    assert (tmp_path / "Autumn.xlsm").exists()
    assert "everything in the tables of" in done.output
    assert typed("new", tmp_path / "Autumn.xlsm", "--from", file).exit_code == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["pair", "missing.xlsm"], "missing.xlsm"),
        (["pair", "{file}"], "What to do:"),
        (["schedule", "{file}"], "Suggest pairs"),
        (["undo", "{file}"], "no step to undo"),
        (["import", "{file}", "missing.csv", "--as", "mentors"], "missing.csv"),
        (["import", "{file}", "{file}", "--as", "mentors"], "What to do:"),
    ],
    ids=["no file", "nobody", "too early", "nothing to undo", "no survey", "not a survey"],
)
def test_problems_are_said_in_plain_words(file: Path, words: list[str], part: str) -> None:
    before = file.read_bytes()
    done = typed(*(str(file) if word == "{file}" else word for word in words))
    assert done.exit_code == 1
    assert part in done.output
    assert "Traceback" not in done.output
    assert file.read_bytes() == before


def test_an_import_lists_what_needs_a_look(file: Path, tmp_path: Path) -> None:
    survey = tmp_path / "answers.csv"
    survey.write_text("Name,Email,Capacity\nZoe Quill,zoe@example.com,two\n", encoding="utf-8")
    done = typed("import", file, survey, "--as", "mentors")
    assert done.exit_code == 0
    assert "1 mentor" in done.output
    checked = typed("check", file)
    assert "Capacity should be a number, but is “two”" in checked.output
    assert "Type digits only" in checked.output


def test_undo_takes_an_import_back(file: Path, tmp_path: Path) -> None:
    survey = tmp_path / "answers.csv"
    survey.write_text("Name,Email\nZoe Quill,zoe@example.com\n", encoding="utf-8")
    typed("import", file, survey, "--as", "mentors")
    done = typed("undo", file)
    assert "“Import mentors” of" in done.output
    assert "was undone" in done.output
    assert "1 to check" not in typed("check", file).output


def test_a_sponsor_copy_never_replaces_a_file(file: Path) -> None:
    before = file.read_bytes()
    for target in (file, file.with_suffix(".xlsx"), file.parent / "nowhere" / "copy.xlsx"):
        if target.suffix == ".xlsx" and target.parent == file.parent:
            target.write_text("mine", encoding="utf-8")
        done = typed("sponsor-copy", file, "--out", target)
        assert done.exit_code == 1
        assert "Traceback" not in done.output
    assert file.read_bytes() == before
    assert file.with_suffix(".xlsx").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", ["template", "dictionary"])
def test_what_engineers_build_never_replaces_a_program_file(file: Path, command: str) -> None:
    before = file.read_bytes()
    assert typed(command, file).exit_code == 1
    assert file.read_bytes() == before


_STREAMS = {
    "no stderr": (">out 2>&-", 0, "Nothing to mend."),
    "neither": (">&- 2>&-", 0, ""),
    "a full stdout": (">/dev/full 2>out", 0, "The step is done and saved."),
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, as on Linux")
@pytest.mark.parametrize("streams", _STREAMS)
def test_a_step_is_done_whatever_becomes_of_what_it_says(file: Path, streams: str) -> None:
    """pythonw.exe and some schedulers give a process no streams."""
    where, code, said = _STREAMS[streams]
    before = file.read_bytes()
    ran = subprocess.run(
        f'"{sys.executable}" -m revmentor_xl check "{file}" {where}', shell=True, cwd=file.parent
    )
    assert (ran.returncode, file.read_bytes() != before) == (code, True)
    if said:
        assert said in (file.parent / "out").read_text("utf-8")


_WITHOUT = "import sys; sys.modules['pulp'] = None; from revmentor_xl.host.cli import main; main()"


def test_a_missing_library_is_named_with_the_way_to_get_it_back(file: Path) -> None:
    before = file.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", _WITHOUT, "pair", str(file)], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout, file.read_bytes()) == (1, "", before)
    assert "“pulp”" in ran.stderr
    assert "revmentor-xl doctor" in ran.stderr
    assert "Traceback" not in ran.stderr
