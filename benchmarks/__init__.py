"""Measured by hand; nothing here is needed to run the program."""
