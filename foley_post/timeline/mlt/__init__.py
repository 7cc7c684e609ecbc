"""Projects of Kdenlive, Shotcut and MLT itself."""
