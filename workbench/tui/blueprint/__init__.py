"""The blueprint: what is said of it, what it becomes, and why."""
