"""Prints how many packages the application's code imports, and those that no requirement names or brings with it.

The requirements are its argument: an image need not keep the file."""

import ast
import importlib.metadata as metadata
import pathlib
import re
import sys


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements):
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in requirements if re.match(r"\w", line) and "extra ==" not in line}


def brought_by(names):
    """Returns the names and what their packages require, and so on."""
    known = set()
    while names - known:
        known |= names
        for name in known:
            try:
                names = names | names_of(metadata.requires(name) or [])
            except metadata.PackageNotFoundError:
                pass
    return known


def imported(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


packages = metadata.packages_distributions()
modules = {module for file in pathlib.Path().rglob("*.py") for module in imported(file.read_text())} & packages.keys()
named = brought_by(names_of(sys.argv[1].splitlines()))
unnamed = sorted(module for module in modules if not named & {normal(name) for name in packages[module]})
print(len(modules), *unnamed)
