"""The page for IT departments, held against what set-up writes and the doctor reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from revmentor_xl.host.setup.config import wanted
from revmentor_xl.host.setup.doctor import policies
from revmentor_xl.host.setup.installing import set_up
from revmentor_xl.host.setup.machine import System
from revmentor_xl.host.setup.new_menu import template_in_new
from tests.computers import WITH_EXCEL, computer

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "for-it.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("system", WITH_EXCEL, ids=lambda s: s.value)
def test_the_page_names_every_setting_that_is_written(tmp_path: Path, system: System) -> None:
    for key in wanted(computer(tmp_path, system), None):
        assert f"`{key}`" in PAGE, key


@pytest.mark.parametrize("policy", policies.POLICIES, ids=lambda p: p.name)
def test_the_page_names_every_policy_with_its_registry_value(policy: policies.Policy) -> None:
    named = re.findall("“(.+?)”", policy.said)[0]
    assert f"*{named}* (`{policy.name}`)" in PAGE


@pytest.mark.parametrize(
    "value", ["VBAWarnings", "BlockContentExecutionFromInternet", "AllLocationsDisabled"]
)
def test_the_page_names_what_else_the_doctor_reads(value: str) -> None:
    sources = ROOT / "revmentor_xl" / "host" / "setup"
    assert any(f'"{value}"' in path.read_text(encoding="utf-8") for path in sources.rglob("*.py"))
    assert f"`{value}`" in PAGE


def test_the_page_names_every_folder_of_a_mac(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.MAC)
    set_up(machine)
    template = template_in_new(machine)
    assert template
    places = (
        machine.start_folders[0],
        machine.config_file,
        machine.apple_script_folder,
        machine.record_file,
        template.parent,
    )
    for place in places:
        assert f"`~/{place.relative_to(machine.home)}`" in PAGE


def test_the_page_names_every_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licences = PAGE.split("## Licences")[1]
    for needed in project["dependencies"]:
        assert re.match(r"[A-Za-z]+", needed)[0] in licences  # type: ignore[index]
