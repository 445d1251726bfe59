"""What each framework emits, written down as spans; a row says what is to be counted of them."""
