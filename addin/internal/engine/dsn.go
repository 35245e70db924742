package engine

import (
	"fmt"

	"github.com/getsentry/sentry-go"
)

// DSN names a project of a server and the key to it.
type DSN struct {
	dsn *sentry.Dsn
}

// ParseDSN reads the text of a DSN. The errors are sentry-go's, which name no part of the
// key; package options says first what is wrong in words of its own.
func ParseDSN(text string) (DSN, error) {
	dsn, err := sentry.NewDsn(text)
	return DSN{dsn}, err
}

// EnvelopeURL is where envelopes are posted.
func (d DSN) EnvelopeURL() string { return d.dsn.GetAPIURL().String() }

// PublicKey is the key of the project, which a request and a trace carry.
func (d DSN) PublicKey() string { return d.dsn.GetPublicKey() }

// Shown is the DSN without its key: what may be shown to a person.
func (d DSN) Shown() string {
	return fmt.Sprintf("%s://%s:%d%s/%s", d.dsn.GetScheme(), d.dsn.GetHost(), d.dsn.GetPort(), d.dsn.GetPath(), d.dsn.GetProjectID())
}
