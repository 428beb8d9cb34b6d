"""The library, and the modules that are imported by name only."""

import importlib

# By its name: there are no types for it where type checkers run.
hooks = importlib.import_module("PyInstaller.utils.hooks")

binaries = hooks.collect_dynamic_libs("pulse_native")
hiddenimports = hooks.collect_submodules("pulse_native", filter=lambda name: "_pyinstaller" not in name)
