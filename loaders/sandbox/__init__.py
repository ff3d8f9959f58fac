"""What every upload passes before it is read: checks of archives, and a child process with limits."""
