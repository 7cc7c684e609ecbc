"""Foley Post: watches the players in an editing timeline's shots and lays their music under them."""

__version__ = "0.1.0"
