"""Foley Post: watches the players in a timeline's shots and lays their music under them."""

__version__ = "0.2.0"
