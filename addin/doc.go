// Package addin is the component: what 1C's calls mean. It knows nothing of C and
// could run behind any host.
//
// # The life of an event
//
// A call of 1C reaches this package as a record (internal/record), some time after
// 1C has its answer. The [Worker] interprets records one by one, in the order of the
// calls:
//
//   - The table (methods.go) says which function a record means. It is the only place
//     where methods are named: the boundary, the documentation and this package are
//     derived from it. A method's function has its name and stands in the file of its
//     family.
//   - A call reads its arguments (call.go). What is wrong with one is told in the
//     event and in LastError; it never costs the event.
//   - Most records change the scope of their object (internal/scope). Its parts are
//     encoded when they come, since every event copies them.
//   - A capture fills in an event (captures.go, internal/event), which its client
//     (internal/client) takes through the rules of sentry-go (internal/engine); what is
//     left is encoded.
//   - The envelope goes to the outlet of its records, for most of them the spool, and
//     waits there (internal/delivery) until the server has answered for it.
//
// A program without 1C makes the same calls through a [Feed].
//
// # The rooms below
//
// Imports go down only: rawjson, problem, sdk, names, options, engine and root know
// nothing of the rest; scope, event, client and life stand on them in this order, and
// this package on all. build/house_test.go holds it.
//
// # What may block
//
// Nothing on the worker waits for the network or for 1C. Flush and Close wait on
// goroutines of their own; all of them start in internal/guard, where a panic ends.
//
// # What is dropped first
//
// Delivery drops the least important category when its queue is full; the boundary
// drops a call when the ring stayed full. Every drop is counted by its reason, and
// Statistics tells.
package addin
