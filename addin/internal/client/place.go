package client

import (
	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/tracing"
)

// placeOf is what traces that begin here tell of their place.
func placeOf(dsn engine.DSN, o options.Options) tracing.About {
	return tracing.About{
		PublicKey:   dsn.PublicKey(),
		Release:     names.Release(o.Release),
		Environment: names.Environment(o.Environment),
		Rate:        o.TracesSampleRate,
	}
}
