rapport areas tecnology
