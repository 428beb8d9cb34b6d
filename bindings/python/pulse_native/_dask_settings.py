"""The options of clients, as processes of a Dask cluster know them: of workers by a plugin, of the caller's own by ``learn``."""

from __future__ import annotations

import importlib

from . import _annotations as t

#: By the name under which tasks know them, so that no task and no log has a key.
_known: t.Dict[str, t.Dict[str, t.Any]] = {}

#: The name of no options: the worker's environment has all that is needed.
ENVIRONMENT = "environment"


def learn(name: str, options: t.Dict[str, t.Any]) -> None:
    """Makes options known in this process."""
    _known[name] = options


def options_of(name: str) -> t.Dict[str, t.Any]:
    """The options with a name."""
    if name == ENVIRONMENT:
        return {}
    try:
        return _known[name]
    except KeyError:
        raise RuntimeError(
            "This process does not know the options of the client. Tasks of pulse_native.dask run on the cluster that extract()"
            " was called with, or in its own process."
        ) from None


def _setup(plugin: t.Any, worker: t.Any) -> None:
    learn(plugin.options_name, plugin.options)


#: The plugin that tells workers, also those that come later.
OptionsPlugin: t.Any = type(
    "OptionsPlugin",
    (importlib.import_module("distributed").WorkerPlugin,),
    {"__doc__": "Tells a worker the options of a client.", "setup": _setup},
)


def plugin_of(name: str, options: t.Dict[str, t.Any]) -> t.Any:
    """A plugin for options."""
    plugin = OptionsPlugin()
    plugin.name, plugin.options_name, plugin.options = f"pulse-native-{name}", name, options
    return plugin
