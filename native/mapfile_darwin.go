package main

// mapPopulate: macOS has nothing like it, and the file has been written just now.
const mapPopulate = 0
