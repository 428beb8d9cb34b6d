"""Makes the wheel and the source distribution (PEP 517), with the standard library alone.

The same input gives the same bytes. The library comes from PULSE_NATIVE_LIBRARY, or from ``artifacts/lib`` of the repository.
"""

import base64
import gzip
import hashlib
import io
import os
import runpy
import struct
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
PACKAGE = "pulse_native"
LIBRARY = "libpulse_native.so"

#: The oldest glibc that the library runs with, as tests of the repository check, and the older name of the same.
PLATFORMS = ("manylinux_2_17", "manylinux2014")
MACHINES = {62: "x86_64", 183: "aarch64"}

#: Ours, and those of what the library contains.
LICENSES = ("LICENSE", "THIRD-PARTY-NOTICES")

#: Archives keep times; this one stands for all. The first that a zip file can hold.
TIME = (1980, 1, 1, 0, 0, 0)

METADATA = """\
Metadata-Version: 2.1
Name: pulse-native
Version: {version}
Summary: A client of the Pulse document-extraction API: submit a document, wait for the job, read the result
License: MIT
Requires-Python: >=3.9
Classifier: License :: OSI Approved :: MIT License
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Programming Language :: Python :: 3 :: Only
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: pulse-native {version}
Root-Is-Purelib: false
{tags}"""

ENTRY_POINTS = b"[pyinstaller40]\nhook-dirs = pulse_native._pyinstaller:get_hook_dirs\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Makes the wheel; returns its file name."""
    library = _library()
    platforms = [f"{platform}_{_machine(library)}" for platform in PLATFORMS]
    tag = f"py3-none-{'.'.join(platforms)}"
    tags = "".join(f"Tag: py3-none-{platform}\n" for platform in platforms)
    version = _version()
    info = f"{PACKAGE}-{version}.dist-info"
    files = {f"{PACKAGE}/{name}": content for name, content in package_files().items()}
    files[f"{PACKAGE}/{LIBRARY}"] = _read(library)
    for name in LICENSES:
        files[f"{info}/{name}"] = _read(_find(name))
    files[f"{info}/METADATA"] = metadata(version)
    files[f"{info}/WHEEL"] = WHEEL.format(version=version, tags=tags).encode()
    files[f"{info}/entry_points.txt"] = ENTRY_POINTS
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in sorted(files.items()))
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()

    name = f"{PACKAGE}-{version}-{tag}.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w", zipfile.ZIP_DEFLATED) as archive:
        # The metadata last, as the wheel's specification recommends.
        for path in sorted(files, key=lambda path: (path.startswith(info), path)):
            entry = zipfile.ZipInfo(path, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if path.endswith(".so") else 0o100644) << 16
            archive.writestr(entry, files[path])
    return name


def build_sdist(sdist_directory, config_settings=None):
    """Makes the source distribution; returns its file name."""
    version = _version()
    root = f"{PACKAGE}-{version}"
    files = {f"{PACKAGE}/{name}": content for name, content in package_files().items()}
    for name in ("README.md", "build_backend.py", "pyproject.toml"):
        files[name] = _read(os.path.join(HERE, name))
    for name in LICENSES:
        files[name] = _read(_find(name))
    files["PKG-INFO"] = metadata(version)

    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(files):
            entry = tarfile.TarInfo(f"{root}/{path}")
            entry.size, entry.mode, entry.mtime = len(files[path]), 0o644, 0
            archive.addfile(entry, io.BytesIO(files[path]))
    name = f"{root}.tar.gz"
    with open(os.path.join(sdist_directory, name), "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as compressed:
        compressed.write(raw.getvalue())
    return name


def package_files():
    """The files of the package, by their paths in it."""
    files = {}
    folder = os.path.join(HERE, PACKAGE)
    for current, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if name.endswith((".py", ".pyi")) or name == "py.typed":
                path = os.path.join(current, name)
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = _read(path)
    return files


def _library():
    named = os.environ.get("PULSE_NATIVE_LIBRARY")
    path = named or os.path.join(REPOSITORY, "artifacts", "lib", LIBRARY)
    if not os.path.isfile(path):
        raise SystemExit(
            f"pulse-native cannot be built without {LIBRARY}, which is not at {path}.\n"
            "It is made from C# with the .NET SDK: run `make wheel` in the project's repository and install the wheel, or name\n"
            "a library that is built already: PULSE_NATIVE_LIBRARY=/path/to/libpulse_native.so pip install ..."
        )
    return path


def _machine(library):
    """The name of the processor that the library is for, from its ELF header."""
    with open(library, "rb") as file:
        header = file.read(20)
    machine = struct.unpack_from("<H", header, 18)[0] if header[:6] == b"\x7fELF\x02\x01" else None
    if machine not in MACHINES:
        raise SystemExit(f"{library} is no library for {' or '.join(MACHINES.values())}.")
    return MACHINES[machine]


def _version():
    """The version in the C header: the package and the library have the same."""
    header = runpy.run_path(os.path.join(HERE, PACKAGE, "_declarations.py"))
    return ".".join(str(header[f"VERSION_{part}"]) for part in ("MAJOR", "MINOR", "PATCH"))


def _find(name):
    """A file of the repository that a source distribution has beside this one."""
    for folder in (HERE, REPOSITORY):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    raise SystemExit(f"{name} is missing.")


def metadata(version):
    return METADATA.format(version=version, readme=_read(os.path.join(HERE, "README.md")).decode()).encode()


def _digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _read(path):
    with open(path, "rb") as file:
        return file.read()
