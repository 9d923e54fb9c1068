"""Jinja as themes get it: sandboxed, escaping always, strict about names, and with errors that know their line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from knowbrand.problems import KnowbrandError
from knowbrand.themes.bounds import OPERATORS, bound_filters, bound_method
from knowbrand.themes.compiled import open_template_cache
from knowbrand.themes.faults import explain
from knowbrand.themes.generation import Generator, show
from knowbrand.themes.inheritance import PARENT
from knowbrand.themes.layer import Layer
from knowbrand.themes.plainness import mark_plain, plain
from knowbrand.themes.words import fill

_UNFIT_FILTERS = ("pprint", "random", "safe", "urlize", "xmlattr")
"""They would print internals, make two builds differ, or get around escaping."""
_GLOBALS = ("range", "dict", "cycler", "joiner", "namespace")


class UnknownName(UndefinedError):
    """A template used a name that isn't there. ``owner`` is what was asked for it; ``missing`` for the view itself."""

    def __init__(self, message: str | None, name: object = None, owner: object = missing) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner


class StrictName(StrictUndefined):
    """An unknown name, which stops the build as soon as it is used for anything but a test."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        if self._undefined_exception is not UndefinedError:  # the sandbox says why it refused
            raise self._undefined_exception(self._undefined_message)
        raise UnknownName(self._undefined_message, self._undefined_name, self._undefined_obj)

    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __add__ = __radd__ = __call__ = __getitem__ = __contains__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = _fail_with_undefined_error
    __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = __neg__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._fail_with_undefined_error()


class Environment(ImmutableSandboxedEnvironment):
    """Names its templates ``LAYER!NAME``, so that each knows which folder of the chain it stands in."""

    code_generator_class = Generator
    intercepted_binops = frozenset(OPERATORS)

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        super().__init__(
            loader=_Loader(layers),
            autoescape=True,
            undefined=StrictName,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=open_template_cache(),
            finalize=lambda value: "" if value is None else value,
        )
        self.layers = layers
        self.show = show
        self._fields = _Fields()
        for name in _UNFIT_FILTERS:
            self.filters.pop(name, None)
        self.filters = {**bound_filters(self.filters), "fill": fill, "plain": plain}
        self.binop_table |= OPERATORS
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` means in a template. A view's field and a mapping's value are plain data; everything
        else is for the sandbox to judge, which takes ten times as long."""
        kind = type(obj)
        if attribute in self._fields[kind] or (
            kind in _OF_JINJA and attribute[0] != "_" and hasattr(obj, attribute)
        ):
            return getattr(obj, attribute)
        if kind is dict and attribute in obj and attribute not in _OF_DICT:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> Callable[..., Any] | None:
        """What a template gets in the place of a method that could make much of little; None for others."""
        return bound_method(self, value)

    def join_path(self, template: str, parent: str) -> str:
        """The full name of ``template`` as the template ``parent`` asks for it."""
        first = 0
        if template.startswith(PARENT):
            template = template.removeprefix(PARENT)
            first = int(parent.partition("!")[0]) + 1
        return self.find(template, first)

    def find(self, template: str, first: int = 0) -> str:
        """The full name of the nearest template of that name, from the layer ``first`` on; TemplateNotFound else."""
        for number, layer in enumerate(self.layers[first:], first):
            if template.endswith(".html") and template in layer.files:
                return f"{number}!{template}"
        raise TemplateNotFound(template)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.ScopedEvalContextModifier):
            raise TemplateSyntaxError("escaping can't be turned off", node.lineno, name, filename)
        mark_plain(tree)
        return tree


class _Fields(dict[type, frozenset[str]]):
    """The fields of each kind of view; of other kinds none."""

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = frozenset(getattr(kind, "__struct_fields__", ()))
        return self[kind]


_OF_DICT = frozenset(dir(dict))
_OF_JINJA = frozenset({LoopContext, TemplateModule})
"""What a template gets from Jinja itself: ``loop``, and the macros of another template."""


class _Loader(BaseLoader):
    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._layers = layers

    def get_source(self, _: Any, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        number, _, name = template.partition("!")
        layer = self._layers[int(number)]
        return layer.files[name].decode(), layer.place(name).path, None


def make_environment(layers: tuple[Layer, ...]) -> Environment:
    """Jinja for the templates of ``layers``, nearest first."""
    return Environment(layers)


def render_template(environment: Environment, template: str, view: msgspec.Struct) -> str:
    """``template`` with the fields of ``view`` as its names. Raises KnowbrandError for whatever is wrong in it."""
    names = {name: getattr(view, name) for name in view.__struct_fields__}
    try:
        text = environment.get_template(environment.find(template)).render(names)
        text.encode()  # half a character can be written in a template, but not in a file
        return text
    except Exception as fault:  # whatever a template does wrong is told by its file and line
        problem = explain(fault, template, frozenset((*names, *environment.globals)), environment)
        if problem is None:
            raise
        raise KnowbrandError(problem) from None
