"""Results as tables of pandas and Arrow, which are imported here. Imported when one is asked for."""

from __future__ import annotations

import importlib

from . import _annotations as t


def to_pandas(value: t.Any) -> t.Any:
    return _module("pandas", "to_pandas").DataFrame(rows_of(value))


def to_arrow(value: t.Any) -> t.Any:
    return _module("pyarrow", "to_arrow").Table.from_pylist(rows_of(value))


def rows_of(value: t.Any) -> t.List[t.Dict[str, t.Any]]:
    """The rows of a table: the items of an array, the cells of a table as its rows, the elements of all kinds of a result."""
    plain = value.to_list() if hasattr(value, "to_list") else value.to_dict()
    if isinstance(plain, list):
        return [item if isinstance(item, dict) else {"value": item} for item in plain]
    if isinstance(plain.get("cell_data"), list):
        return _grid(plain["cell_data"])
    boxes = plain.get("bounding_boxes", plain)
    kinds = {kind: items for kind, items in boxes.items() if isinstance(items, list)} if isinstance(boxes, dict) else {}
    if any(isinstance(item, dict) for items in kinds.values() for item in items):
        return [{"kind": kind, **item} for kind, items in kinds.items() for item in items if isinstance(item, dict)]
    return [plain]


def _grid(cells: t.List[t.Any]) -> t.List[t.Dict[str, t.Any]]:
    rows: t.Dict[t.Any, t.Dict[str, t.Any]] = {}
    for cell in cells:
        position = cell.get("position") or {}
        row, column = position.get("row"), position.get("column")
        rows.setdefault(row, {})[str(column)] = cell.get("text", cell.get("content"))
    columns = sorted({column for row in rows.values() for column in row}, key=lambda name: (len(name), name))
    return [{column: rows[row].get(column) for column in columns} for row in sorted(rows, key=lambda row: row or 0)]


def _module(name: str, method: str) -> t.Any:
    try:
        return importlib.import_module(name)
    except ImportError as problem:
        raise ImportError(f"{method}() needs the package {name}") from problem
