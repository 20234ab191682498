rapport help expalin
