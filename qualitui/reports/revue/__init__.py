"""The annual review in Word: what its template receives, its charts, its sentences, its round trip."""

__all__ = ["document", "donnees", "exemple"]
