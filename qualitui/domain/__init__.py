"""Pure rules of the field: pydantic, holidays and the standard library; no file, no screen, no clock."""
