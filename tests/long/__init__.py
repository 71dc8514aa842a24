"""What takes long: many days, every fault, every order, damaged files without end. The small forms run with the other tests."""
