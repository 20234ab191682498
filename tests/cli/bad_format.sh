rapport groups nordic --format xls
