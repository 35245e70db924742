// Package mask takes secrets out of what is on its way to the server: passwords,
// tokens and keys that stand under a telling name in structured data, in connection
// strings of 1C, in addresses and in the headers of requests.
//
// It looks at names, not at values: a secret that nobody calls one cannot be told from
// an order number. Servers do the same later, for English words only (facts: servers
// 2), and after the secret has left the machine.
//
// All functions take time in proportion to their input, whatever it is.
package mask

// Filtered stands where a secret was: the word that Sentry's own filters leave.
const Filtered = "[Filtered]"
