"""The demo campus: something to see on the first start."""
