"""Bytes: the register, the confidential folder, the settings and the shipped resources."""
