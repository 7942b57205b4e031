"""The demo's data: one enterprise with its people, suppliers with stock, benefits, budgets, and something to claim."""

from config.demo.build import build_demo
from config.demo.drop import drop_demo

__all__ = ["build_demo", "drop_demo"]
