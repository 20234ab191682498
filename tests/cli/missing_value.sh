rapport groups --format
