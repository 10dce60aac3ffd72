"""Bytes: the lines of the journals, who writes where, how a register is opened, numbers and ids."""
