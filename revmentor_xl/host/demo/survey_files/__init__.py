"""The surveys of the invented company, as real tools export them."""
