"""From the user's text to a Scenario; nothing here simulates."""
