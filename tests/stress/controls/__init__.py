"""Guards taken away one at a time, to see the judges turn red. The product is not touched: its source is cut as it is imported."""
