rapport partners NO -c nowhere.rap
