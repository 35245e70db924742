package release

import _ "embed"

// ServiceName is the file of Service in a release.
const ServiceName = "sentry1c-reports.service"

// Service is the unit with which systemd runs the receiver of error reports.
//
//go:embed sentry1c-reports.service
var Service string
