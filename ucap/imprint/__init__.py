"""The pages about the installation itself: privacy notice, accessibility statement, imprint and help."""
