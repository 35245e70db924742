//go:build !windows

package reports

import "context"

// asService is for systems whose services are programs like others.
func asService(func(context.Context) error) (handled bool, err error) { return false, nil }
