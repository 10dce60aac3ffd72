"""One function per gesture of a user: rule, then write. Same names as qualitui.domain."""
