"""What others build, written as they would write it, to be measured beside this project."""
