"""Trainings by a stand-in: what is tested here is what happens around them."""

from tests.jobs.fixtures import control, stage

__all__ = ["control", "stage"]
