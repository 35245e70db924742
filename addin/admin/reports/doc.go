// Package reports receives the error reports that 1C's own clients send (since 8.3.17)
// and makes events of them: a road for bases that can take no extension. What a report
// says is read by addin/internal/report; the event is made, kept and sent by the
// component's own worker (addin.Feed), so that it is the same event as by any other road.
//
// # The life of a report
//
// A client asks first (getInfo): is the report wanted, and what shall the user be told. Then
// it posts an archive (pushReport). The body goes to memory or to a private file, under
// limits of length, time and number; it is read, handed to the worker, and answered with
// 200 when its event lies in the spool. Bodies are many and cheap, reading and making
// events is for few at a time: that bounds the memory.
package reports
