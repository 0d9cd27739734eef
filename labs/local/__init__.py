"""Labs as processes of this machine, from wheels."""
