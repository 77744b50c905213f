"""The commonest slips of a learner, found in the text of an answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress

from tfprep.lessons.cells import defined_names, names_in

_IN_PLACE = {
    "sort": "changes {0} in place and returns None; use sorted({0})",
    "reverse": "changes {0} in place and returns None; use {0}[::-1]",
    "shuffle": "changes what it gets in place and returns None",
    **dict.fromkeys(
        ("append", "extend", "insert", "remove", "clear", "update", "add", "compile"),
        "changes {0} in place and returns None; call it on a line of its own, and then "
        "use {0}",
    ),
}
"""Methods that return nothing, by name."""


def is_untouched(text: str, stub: str) -> bool:
    """Whether an answer is the stub, or still holds its `...`.

    Spaces and comments don't count.
    """
    tree = parsed(text)
    if tree is None:
        return False
    if ast.dump(tree) == ast.dump(parsed(stub) or ast.Module([], [])):
        return True
    return _has_dots(tree)


def parsed(text: str) -> ast.Module | None:
    """The code as Python parses it; None where it doesn't."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse(text)
    return None


def _has_dots(tree: ast.Module) -> bool:
    """Whether a `...` stands where a statement or a value should be."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=value)) if value is ...:
                return True
            case ast.Assign(value=ast.Constant(value=value)) if value is ...:
                return True
            case ast.Return(value=ast.Constant(value=value)) if value is ...:
                return True
    return False


def hidden_names(text: str, stub: str, check: str) -> list[str]:
    """What an answer gives another meaning though its check uses it, sorted."""
    tree, given, judging = parsed(text), parsed(stub), parsed(check)
    if tree is None or given is None or judging is None:
        return []
    made = names_in(ast.Module([*_statements(tree)], [])).made
    used = names_in(judging).used
    return sorted((made & used) - {*defined_names(given)})


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """What binds names of the module itself; a function or a class only by its name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield ast.Assign([ast.Name(node.name, ast.Store())], ast.Constant(None))
        else:
            yield node


def missing_return(text: str, wanted: str) -> str:
    """Why a function returned None, with what to write instead."""
    function = _function(text, wanted)
    if function is None:
        return "end it with return and a value"
    returns = [node for node in _own_nodes(function) if isinstance(node, ast.Return)]
    if (said := in_place(text)) and any(node.value for node in returns):
        return said
    if any(node.value is None for node in returns):
        return "write a value behind return"
    if not returns:
        return _better_end(function.body[-1])
    return "each way through it has to end with return and a value"


def _better_end(last: ast.stmt) -> str:
    match last:
        case ast.For(body=body) | ast.While(body=body) | ast.With(body=body):
            return _better_end(body[-1])
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))
        ) if method in (*_IN_PLACE, "fit"):
            return f"end it with `return {name}`"
        case (
            ast.Assign(targets=[ast.Name(id=name)])
            | ast.AugAssign(target=ast.Name(id=name))
        ):
            return f"it keeps its result in {name}: end it with `return {name}`"
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[shown, *_])):
            said = f"`return {_short(shown)}`"
            return f"print only shows the value; write {said} in its place"
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            return f"write return in front of its last line: `return {_short(value)}`"
    return "end it with return and a value"


def in_place(text: str) -> str:
    """What to write for a method that returns nothing and is used as a value."""
    tree = parsed(text)
    if tree is None:
        return ""
    lines = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=thing, attr=method)) if (
                method in _IN_PLACE and id(node) not in lines
            ):
                said = _IN_PLACE[method].format(_short(thing))
                return f"`{_short(thing)}.{method}()` {said}"
    return ""


def fitted(text: str, wanted: str) -> str:
    """The model whose `fit` a function returns, if it returns one's."""
    function = _function(text, wanted)
    for node in _own_nodes(function) if function else ():
        match node:
            case ast.Return(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="fit"))
            ):
                return name
    return ""


def parameters(text: str, wanted: str) -> list[str] | None:
    """The names of the values that a function has to be given, in order."""
    function = _function(text, wanted)
    if function is None:
        return None
    given = function.args
    names = [value.arg for value in (*given.posonlyargs, *given.args)]
    needed = names[: len(names) - len(given.defaults)]
    return None if given.vararg or given.kwarg else needed


def _function(text: str, wanted: str) -> ast.FunctionDef | None:
    """The last function of this name at the top of the text."""
    tree = parsed(text)
    found = [
        node
        for node in (tree.body if tree else ())
        if isinstance(node, ast.FunctionDef) and node.name == wanted
    ]
    return found[-1] if found else None


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, but for those of functions and classes inside it."""
    todo: list[ast.AST] = [*function.body]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            todo += ast.iter_child_nodes(node)


def _short(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:39]}…"
