// Package tracing keeps transactions and their spans until they are sent, and the
// headers by which a trace goes from one process to another.
//
// Everything is decided by what a call said and by the ids that it has, never by chance
// or by the time of reading: a process that reads the calls of a dead one comes to the
// same transactions, sampled the same way.
//
// Rules: https://develop.sentry.dev/sdk/telemetry/traces/ and
// https://develop.sentry.dev/sdk/data-model/envelopes/#dynamic-sampling-context.
//
// Package addin keeps them as the calls say, package event encodes them; it touches nothing.
package tracing
