// Package delivery brings envelopes to a Sentry server, whatever the server does.
//
// An envelope waits in a queue of its category until the server has answered for
// it. The oldest of the most important category goes first, by a few requests at
// once, MaxInFlight while a backlog waits and answers are good, and one alone
// after trouble. What the answer means is decided in one place ([judge]): done,
// refused for good, to be tried again, or not now. Only the server itself refuses.
//
// Nobody is asked for one envelope more than once a second, whatever is answered:
// each attempt that fails gives its envelope a growing, jittered pause. Failures
// over different envelopes hold everything back likewise, limits that the server
// sets hold for their categories only.
//
// A file that cannot be read now waits as well; one that is damaged leaves, to
// where a person can look at it.
//
// There are no goroutines and no timers while nothing is to be sent: senders are
// started by what is enqueued and end when nothing is left, and a pause is one
// timer.
//
// Package client makes one for a project, and package addin gives it what was recorded; it
// touches its part of the spool and the network.
//
// # Threads
//
// All methods may be called from any goroutine and none waits for the network.
package delivery
