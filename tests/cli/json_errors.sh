rapport groups "nor\"dik" --json-errors
