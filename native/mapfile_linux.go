package main

import "golang.org/x/sys/unix"

// mapPopulate makes the pages present at once: a thread of 1C does not wait for them.
const mapPopulate = unix.MAP_POPULATE
