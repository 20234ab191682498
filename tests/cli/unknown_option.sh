rapport partners NO --yaers 2019
