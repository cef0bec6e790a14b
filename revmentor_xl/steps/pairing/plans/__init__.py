"""Plans side by side, and what each rule, pin and guard costs."""
