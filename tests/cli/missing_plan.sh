rapport check nowhere.plan -c nowhere.rap
