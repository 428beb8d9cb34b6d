"""Roots of Debian 11 and 12 that debootstrap makes, in which packages are installed and used."""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUITES = {11: "bullseye", 12: "bookworm"}
PACKAGES = "gcc,libc6-dev,pkg-config,python3,ca-certificates,openssl"


def folder(debian):
    return os.path.join(ROOT, "artifacts", "tests", f"debian-{debian}")


def make(debian):
    """Why there is no root; None when there is one."""
    root = folder(debian)
    complete = os.path.join(root, "complete")
    if os.path.exists(complete):
        with open(complete, encoding="utf-8") as file:
            if file.read() == PACKAGES:
                return None
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return "debootstrap needs root, and is a package of Debian"
    shutil.rmtree(root, ignore_errors=True)
    words = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITES[debian], root]
    try:
        made = subprocess.run(words, capture_output=True, text=True, timeout=900, check=False)
    except subprocess.TimeoutExpired:
        return "debootstrap took more than 15 minutes"
    if made.returncode != 0:
        return f"debootstrap failed: {made.stdout[-300:]}"
    with open(os.path.join(root, "etc", "hosts"), "w", encoding="utf-8") as hosts:
        hosts.write("127.0.0.1 localhost\n")
    with open(complete, "w", encoding="utf-8") as file:
        file.write(PACKAGES)
    return None


def run(debian, command, at="/"):
    """Runs a shell command in the root; returns (exit code, output)."""
    done = subprocess.run(
        ["chroot", folder(debian), "/bin/sh", "-ec", f"cd {at}; {command}"],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout


def enter(test, debian, name):
    """
    An empty folder /opt/NAME of the root with a sample in it, for packages: its path from outside, and a function that runs a shell
    command there, which must succeed, and returns its output. None where there is no root.
    """
    reason = make(debian)
    if reason is not None:
        print(f"NOT RUN in Debian {debian}: {reason}.", file=sys.stderr)
        return None

    def there(command):
        code, output = run(debian, command, f"/opt/{name}")
        test.assertEqual(0, code, f"Debian {debian}: {command}\n{output}")
        return output

    path = os.path.join(folder(debian), "opt", name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    shutil.copy(os.path.join(ROOT, "samples", "bank-statement.pdf"), path)
    return path, there


def files(there, *more):
    """All files and folders that packages may have made."""
    return set(there(f"find /usr /etc {' '.join(more)} -not -name '*.pyc' -not -name __pycache__").splitlines())
