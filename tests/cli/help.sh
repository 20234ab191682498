# The overview; the version is not part of it.
rapport help
