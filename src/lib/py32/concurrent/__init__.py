"""What runs things at the same time: the package of `futures`."""
