"""The Textual interface: shows, asks, calls one operation."""
