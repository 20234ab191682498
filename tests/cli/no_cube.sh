# No -c and no RAPPORT_CUBE.
rapport partners NO
