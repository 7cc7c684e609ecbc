"""Instruments as triangle meshes."""
