print("expoq")
