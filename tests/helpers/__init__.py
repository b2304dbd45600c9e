"""What several tests share: playing, random scenarios, running the command."""
