"""The pages of the people who run the shop."""
