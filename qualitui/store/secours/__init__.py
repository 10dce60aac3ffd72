"""Copies of a site: backups, their rotation, and the check of every file."""
