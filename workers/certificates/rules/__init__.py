"""What decides without a database: who earned what, how long it holds, how names are spelt."""
