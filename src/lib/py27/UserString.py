"""A class around a string, for deriving from."""

from _user.UserString import UserString

__all__ = ["UserString"]
