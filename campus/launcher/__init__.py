"""What `manage.py up` runs: the embedded servers and every process of Campus, under one roof."""
