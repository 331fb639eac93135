"""What is measured: one figure, with its baseline where the same run has one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit`; `ratio`: to the baseline of the same run, where there is one."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
