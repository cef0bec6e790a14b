"""The kick-offs of the pairs, in the first weeks."""
