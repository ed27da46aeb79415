"""What UserList and UserString of 2.7 and collections.UserList and UserString of 3.2 are both made of.

A module each, of the name that 2.7 has for it, which tracebacks show. The dicts are apart: 2.7's is a class of the old kind.
"""
