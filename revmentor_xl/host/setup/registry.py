r"""The Windows registry, as far as Excel's settings are kept there.

Keys are written with their hive in short: HKCU\Software\Microsoft\Office.
"""

from __future__ import annotations

import sys
from typing import Protocol


class Registry(Protocol):
    """Reading and writing of single values; what is absent is None."""

    def value(self, key: str, name: str) -> object: ...

    def values(self, key: str) -> dict[str, object]: ...

    def subkeys(self, key: str) -> tuple[str, ...]: ...

    def write(self, key: str, name: str, text: str | None) -> None: ...


class _NoRegistry:
    """What other systems have."""

    def value(self, key: str, name: str) -> object:
        return None

    def values(self, key: str) -> dict[str, object]:
        return {}

    def subkeys(self, key: str) -> tuple[str, ...]:
        return ()

    def write(self, key: str, name: str, text: str | None) -> None:
        raise OSError("there is no registry here")


NO_REGISTRY: Registry = _NoRegistry()

if sys.platform == "win32":
    import winreg

    _HIVES = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}

    class _WindowsRegistry:
        """The registry of this Windows, in the 64-bit view that Excel's settings are in."""

        def _open(self, key: str) -> winreg.HKEYType:
            hive, _, path = key.partition("\\")
            return winreg.OpenKey(_HIVES[hive], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)

        def value(self, key: str, name: str) -> object:
            try:
                with self._open(key) as opened:
                    found: object = winreg.QueryValueEx(opened, name)[0]
                    return found
            except OSError:
                return None

        def values(self, key: str) -> dict[str, object]:
            try:
                with self._open(key) as opened:
                    count = winreg.QueryInfoKey(opened)[1]
                    read = (winreg.EnumValue(opened, number) for number in range(count))
                    return {name: value for name, value, _ in read}
            except OSError:
                return {}

        def subkeys(self, key: str) -> tuple[str, ...]:
            try:
                with self._open(key) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return tuple(winreg.EnumKey(opened, number) for number in range(count))
            except OSError:
                return ()

        def write(self, key: str, name: str, text: str | None) -> None:
            hive, _, path = key.partition("\\")
            with winreg.CreateKeyEx(_HIVES[hive], path, 0, winreg.KEY_SET_VALUE) as opened:
                if text is None:
                    winreg.DeleteValue(opened, name)
                else:
                    winreg.SetValueEx(opened, name, 0, winreg.REG_EXPAND_SZ, text)


def windows_registry() -> Registry:
    """The registry of this computer; an empty one where there is none."""
    if sys.platform == "win32":
        return _WindowsRegistry()
    return NO_REGISTRY
