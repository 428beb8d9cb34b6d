"""Packages from the npm registry that tests use."""

import os
import subprocess

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "artifacts", "tests", "node")


def install(package):
    """Installs NAME@VERSION, unless it is there; returns the folder of all packages. None of their programs is run for it."""
    name, version = package.rsplit("@", 1)
    modules = os.path.join(FOLDER, f"{name}-{version}")
    if not os.path.exists(os.path.join(modules, "node_modules", name, "package.json")):
        os.makedirs(modules, exist_ok=True)
        subprocess.run(
            [
                "npm",
                "install",
                "--ignore-scripts",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--prefix",
                modules,
                package,
            ],
            stdout=subprocess.DEVNULL,
            timeout=300,
            check=True,
        )
    return os.path.join(modules, "node_modules")
