"""The headless run: parameters, plan, execution, stored figures, comparison."""
