"""Which names some code binds for the code that runs after it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LOOPS_INSIDE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bindings(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Each name that code binds at its top, or in a global's name, with the statement.

    What functions, classes and comprehensions bind inside is their own. Setting an
    item or an attribute of a thing counts for the thing's name.
    """
    for statement in tree.body:
        yield from _bindings(statement, statement)
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from ((name, node) for name in node.names)


def _bindings(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(node, ast.stmt):
        statement = node
    if (name := _bound(node)) is not None:
        yield name, statement
    if isinstance(node, _LOOPS_INSIDE):
        inside: Iterator[ast.AST] = ast.walk(node)
        assigned = (n.target.id for n in inside if isinstance(n, ast.NamedExpr))
        yield from ((name, statement) for name in assigned)
    elif not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _bindings(child, statement)


def _bound(node: ast.AST) -> str | None:
    """The name that one node binds itself."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.AsyncFunctionDef(name=name):
            return name
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return _root(node)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return name
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return name
        case ast.alias(name=name, asname=alias):
            return alias or name.partition(".")[0]
    return None


def _root(node: ast.AST) -> str | None:
    """The name from which a chain of items and attributes starts, if there is one."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
