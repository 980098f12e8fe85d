"""Files that anybody drops on the verification page: read apart from us, judged, never kept."""
