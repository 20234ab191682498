rapport groups nordic | sed "s/^program: rapport .*/program: rapport VERSION/"
