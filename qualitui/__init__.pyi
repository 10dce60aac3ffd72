from qualitui.porte import ouvrir as ouvrir

__version__: str
