rapport explain afinity
