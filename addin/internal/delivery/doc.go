// Package delivery brings envelopes to a Sentry server, whatever the server does.
//
// An envelope waits in a queue of its category until the server has answered for
// it. The oldest of the most important category goes first; at most MaxInFlight
// requests run at once, and one alone while the server fails. What the answer
// means is decided in one place ([judge]): done, refused for good, to be tried
// again, or not now. Limits that the server sets hold for their categories only,
// failures hold everything back with growing, jittered pauses.
//
// There are no goroutines and no timers while nothing is to be sent: senders are
// started by what is enqueued and end when nothing is left, and a pause is one
// timer.
//
// # Threads
//
// All methods may be called from any goroutine and none waits for the network.
package delivery
