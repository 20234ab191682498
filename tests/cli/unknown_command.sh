rapport partnres NO
