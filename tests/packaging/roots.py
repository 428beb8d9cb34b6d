"""Roots of Debian 11 and 12 that debootstrap makes, for this machine or for arm64, in which packages are installed and used."""

import atexit
import functools
import os
import platform
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUITES = {11: "bullseye", 12: "bookworm"}
PACKAGES = "python3,ca-certificates,openssl"
COMPILER = ",gcc,libc6-dev,pkg-config"


# What QEMU is registered for: ELF files for arm64 (little-endian, 64 bits; machine 183).
ARM64 = (
    r":qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
    r":\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:"
)


def is_foreign(architecture):
    return architecture == "arm64" and platform.machine() != "aarch64"


@functools.cache
def emulating():
    """
    A process in a user namespace of its own (all users are those of the machine), where programs for arm64 are run by QEMU. Nothing
    is registered on the machine itself. None where that is not possible: it takes root, Linux 6.7 and a static QEMU.
    """
    qemu = shutil.which("qemu-aarch64-static")
    if qemu is None or os.geteuid() != 0:
        return None
    script = (
        "echo; read mapped; mount -t binfmt_misc none /proc/sys/fs/binfmt_misc;"
        ' printf %s "$1" > /proc/sys/fs/binfmt_misc/register; echo registered; exec cat'
    )
    holder = subprocess.Popen(  # pylint: disable=consider-using-with
        ["unshare", "--user", "--mount", "sh", "-ec", script, "sh", f"{ARM64}{qemu}:F"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(holder.communicate)
    if holder.stdout.readline() == "\n":
        for users in ("uid_map", "gid_map"):
            with open(f"/proc/{holder.pid}/{users}", "w", encoding="utf-8") as file:
                file.write("0 0 4294967295")
        holder.stdin.write("\n")
        holder.stdin.flush()
    return holder.pid if holder.stdout.readline() == "registered\n" else None


def packages(architecture):
    # Under emulation the compiler would take twice as long to install as all the others.
    return PACKAGES if is_foreign(architecture) else PACKAGES + COMPILER


def folder(debian, architecture=None):
    return os.path.join(ROOT, "artifacts", "tests", "-".join(filter(None, ["debian", str(debian), architecture])))


def make(debian, architecture=None):
    """Why there is no root; None when there is one."""
    root = folder(debian, architecture)
    complete = os.path.join(root, "complete")
    if os.path.exists(complete):
        with open(complete, encoding="utf-8") as file:
            if file.read() == packages(architecture):
                return None
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return "debootstrap needs root, and is a package of Debian"
    if is_foreign(architecture) and emulating() is None:
        return (
            "qemu-aarch64-static in a namespace of its own needs root, Linux 6.7, and Debian's package qemu-user-static"
        )
    shutil.rmtree(root, ignore_errors=True)
    words = ["debootstrap", "--variant=minbase", f"--include={packages(architecture)}"]
    words += [f"--arch={architecture}"] if architecture else []
    words += ["--foreign"] if is_foreign(architecture) else []
    try:
        code, output = finish([*words, SUITES[debian], root], timeout=900, environment=os.environ)
        if code == 0 and is_foreign(architecture):
            # "lxc" is what it calls a place where devices cannot be made; it has made them before.
            code, output = run(
                debian, "container=lxc /debootstrap/debootstrap --second-stage", architecture=architecture
            )
    except subprocess.TimeoutExpired:
        return "debootstrap took more than 15 minutes"
    if code != 0:
        return f"debootstrap failed: {output[-300:]}"
    with open(os.path.join(root, "etc", "hosts"), "w", encoding="utf-8") as hosts:
        hosts.write("127.0.0.1 localhost\n")
    with open(complete, "w", encoding="utf-8") as file:
        file.write(packages(architecture))
    return None


def finish(command, timeout, environment):
    """Runs a command; returns (exit code, output)."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    return done.returncode, done.stdout


def run(debian, command, at="/", architecture=None):
    """Runs a shell command in the root; returns (exit code, output)."""
    enter_namespace = []
    if is_foreign(architecture):
        enter_namespace = ["nsenter", "--target", str(emulating()), "--user", "--mount"]
    chroot = ["chroot", folder(debian, architecture), "/bin/sh", "-ec", f"cd {at}; {command}"]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    return finish([*enter_namespace, *chroot], timeout=900, environment=environment)


def enter(test, debian, name, architecture=None):
    """
    An empty folder /opt/NAME of the root with a sample in it, for packages: its path from outside, and a function that runs a shell
    command there, which must succeed, and returns its output. None where there is no root.
    """
    reason = make(debian, architecture)
    if reason is not None:
        print(f"NOT RUN in Debian {debian} {architecture or ''}: {reason}.", file=sys.stderr)
        return None

    def there(command):
        code, output = run(debian, command, f"/opt/{name}", architecture)
        test.assertEqual(0, code, f"Debian {debian}: {command}\n{output}")
        return output

    path = os.path.join(folder(debian, architecture), "opt", name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    shutil.copy(os.path.join(ROOT, "samples", "bank-statement.pdf"), path)
    return path, there


def files(there, *more):
    """All files and folders that packages may have made."""
    return set(there(f"find /usr /etc {' '.join(more)} -not -name '*.pyc' -not -name __pycache__").splitlines())
