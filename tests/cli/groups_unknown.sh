rapport groups nordik
