"""The Word engine: a template edited in Word by its people, values, a document; and back."""
