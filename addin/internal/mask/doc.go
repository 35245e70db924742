// Package mask takes secrets out of what is on its way to the server: passwords,
// tokens and keys that stand under a telling name in structured data, in connection
// strings of 1C, in addresses and in the headers of requests.
//
// It looks at names and, for keys that are known by it, at the form; a secret that
// nobody calls one cannot be told from an order number. For those there are the user's
// own expressions, see [New]. Servers do the same later, for English words only, and
// after the secret has left the machine.
//
// What gives nothing away stays: pass=1, auth=Истина, Cookie: not set, variables in
// lines of code. Masking twice is masking once.
//
// All functions take time in proportion to their input, whatever it is.
//
// Package addin calls it for what comes from 1C, package event for what is made of that; it
// touches nothing.
package mask

// Filtered stands where a secret was: the word that Sentry's own filters leave.
const Filtered = "[Filtered]"
