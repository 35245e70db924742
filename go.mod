module sentry1c

go 1.26.0

require (
	github.com/ebitengine/purego v0.11.3
	github.com/getsentry/sentry-go v0.50.0
	golang.org/x/sys v0.49.0
	golang.org/x/text v0.41.0
)
