"""How people draw: a catalogue of digits in all styles and of all that is no digit."""
