"""A class around a list, for deriving from."""

from _user.UserList import UserList
