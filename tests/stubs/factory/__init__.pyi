"""What the tests use of factory-boy, for mypy: calling a factory gives the thing it makes."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from factory import django as django

T = TypeVar("T")

class Factory(Generic[T]):
    def __new__(cls, **fields: Any) -> T: ...  # type: ignore[misc]
    @classmethod
    def create(cls, **fields: Any) -> T: ...
    @classmethod
    def create_batch(cls, size: int, **fields: Any) -> list[T]: ...
    @classmethod
    def _create(cls, model_class: type[T], *args: Any, **kwargs: Any) -> T: ...

def Sequence(function: Callable[[int], Any]) -> Any: ...
def LazyAttribute(function: Callable[[Any], Any]) -> Any: ...
def SubFactory(factory: type[Factory[Any]], **defaults: Any) -> Any: ...
