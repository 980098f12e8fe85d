"""Who is entitled, and the credential that she gets: once, with everything it says frozen."""
