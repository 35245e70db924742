// Package sdk says what we are called. Every room may ask it; it knows nothing else.
package sdk

// Version is the version of the product: of the component, its bundle and its
// extension. It is written here and nowhere else.
const Version = "1.0.0"

// Name is how events name their sender.
const Name = "sentry.go.1c"

// Info is the sender of an event as events say it.
const Info = `{"name":"` + Name + `","version":"` + Version + `"}`
