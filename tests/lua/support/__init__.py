"""What the Lua tests share."""
