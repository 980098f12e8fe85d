"""What stands behind /xapi: clients, documents, what is known of activities; and its doors."""
