"""Domain values in, Word documents out; opens no register."""
