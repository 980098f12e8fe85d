"""Certificates: credentials issued when their rule holds, and their documents."""
