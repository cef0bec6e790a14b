"""The demo: an invented company, its survey exports, and six months of HR's work."""

from revmentor_xl.host.demo.life import DemoResult, run_demo

__all__ = ["DemoResult", "run_demo"]
