rapport groups -x
