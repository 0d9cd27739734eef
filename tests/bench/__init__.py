"""Figures of this machine, as ratios to what was asked for. Nothing here can fail a build."""
