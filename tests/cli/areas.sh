rapport areas technology | sed "s/^program: rapport .*/program: rapport VERSION/"
