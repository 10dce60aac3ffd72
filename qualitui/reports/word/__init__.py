"""The Word engine: a template edited in Word by its people, values, a document; and back."""

__all__ = ["allers_retours", "empreintes", "graphiques", "modeles", "moteur", "paquet", "zones"]
