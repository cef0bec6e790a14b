"""What HR has settled before the search: approved, kept, demanded and typed pairs."""
