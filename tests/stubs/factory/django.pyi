from typing import Any, TypeVar

from factory import Factory

T = TypeVar("T")

class DjangoModelFactory(Factory[T]): ...

def Password(password: str) -> Any: ...
