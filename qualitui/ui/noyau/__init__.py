"""What every screen stands on: the application, its keys, its palette, its looks, its drafts."""
