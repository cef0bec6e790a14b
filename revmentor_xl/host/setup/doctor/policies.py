"""What Excel's macro settings and a company's policies allow, on Windows.

The names of the policies are those of Office's administrative templates
(ADMX); the values stand in the registry under the keys given here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from revmentor_xl.host.setup.line import Line, fine, know, mend
from revmentor_xl.host.setup.machine import Machine

_OFFICE = r"Software\Policies\Microsoft\Office\16.0"
EXCEL_POLICY = rf"HKCU\{_OFFICE}\Excel\Security"
COMMON_POLICY = rf"HKCU\{_OFFICE}\Common"
EXCEL_CHOICE = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
DISABLED_ITEMS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
_ASK_IT = (
    "Ask your IT department for a trusted location or a signed file; docs/for-it.md says which "
    "policies matter."
)


@dataclass(frozen=True)
class Policy:
    """One value that, when it is 1, stops macros or add-ins, and what then is the case."""

    key: str
    name: str
    said: str


POLICIES = (
    Policy(
        COMMON_POLICY,
        "VBAOff",
        "“Disable VBA for Office applications” is on.",
    ),
    Policy(
        EXCEL_POLICY,
        "DisableAllAddins",
        "“Disable all application add-ins” is on, so that the xlwings add-in is not opened.",
    ),
    Policy(
        EXCEL_POLICY,
        "RequireAddinSig",
        "“Require that application add-ins are signed by Trusted Publisher” is on; the "
        "xlwings add-in then needs your company's signature.",
    ),
    Policy(
        rf"{COMMON_POLICY}\Security",
        "RequireAlwaysOnMacroSig",
        "“Require trusted publisher signatures for macros that are always loaded” is on; the "
        "xlwings add-in then needs your company's signature.",
    ),
)


def policy_lines(machine: Machine) -> Iterator[Line]:
    """A line about macros, and one for each policy that keeps the add-in away."""
    what = "Macros and policies"
    stopped = [one for one in POLICIES if machine.registry.value(one.key, one.name) == 1]
    for policy in stopped:
        yield mend(f"Policy {policy.name}", policy.said, _ASK_IT)
    level, by_policy = _macro_level(machine)
    who = "a policy of your company" if by_policy else "Excel's settings"
    if level == 4:
        yield mend(
            what,
            f"Macros are switched off by {who}.",
            _ASK_IT if by_policy else _CHOOSE_NOTIFICATION,
        )
    elif level == 3:
        yield know(
            what,
            f"Only signed macros run, by {who}; this file is not signed unless your company "
            "signed it. Files in a trusted location are not concerned.",
            _ASK_IT,
        )
    elif not stopped:
        yield fine(what, "Macros may run once you press Enable Content.")


_CHOOSE_NOTIFICATION = (
    "In Excel: File, Options, Trust Center, Trust Center Settings, Macro Settings, Disable VBA "
    "macros with notification. Then open the file again and press Enable Content."
)


def _macro_level(machine: Machine) -> tuple[object, bool]:
    """1 all, 2 with notification (the default), 3 signed only, 4 none; and who says so."""
    for key in (EXCEL_POLICY, EXCEL_CHOICE):
        level = machine.registry.value(key, "VBAWarnings")
        if level is not None:
            return level, key == EXCEL_POLICY
    return 2, False


def disabled_line(machine: Machine) -> Line | None:
    """A line when Excel switched the add-in off after a crash."""
    wanted = "xlwings.xlam".encode("utf-16-le")
    for value in machine.registry.values(DISABLED_ITEMS).values():
        if isinstance(value, bytes) and wanted in value.lower():
            return mend(
                "Disabled items",
                "Excel switched the xlwings add-in off, as it does after a crash.",
                "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go; choose "
                "xlwings.xlam, Enable, and start Excel again.",
            )
    return None
