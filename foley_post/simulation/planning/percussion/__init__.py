"""Players with sticks and mallets."""
