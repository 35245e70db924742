package reports

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"

	"sentry1c/addin/internal/guard"
)

// serviceName is how the service is called if nobody says otherwise: sc create names it.
const serviceName = "sentry1c-reports"

// asService runs as a service of Windows, if the system has started the program as one:
// only then does it take the program's connection, and says so in the answer. (Looking
// for the parent instead, as svc.IsWindowsService does, takes a service of Wine for none.)
func asService(run func(context.Context) error) (handled bool, err error) {
	s := &service{run: run}
	switch err := svc.Run(serviceName, s); {
	case errors.Is(err, windows.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT):
		return false, nil
	case err != nil:
		return true, fmt.Errorf("reports: run as a service: %w", err)
	}
	return true, s.err
}

// service is what the system talks to.
type service struct {
	run func(context.Context) error
	err error
}

// Execute implements svc.Handler.
func (s *service) Execute(_ []string, requests <-chan svc.ChangeRequest, status chan<- svc.Status) (specific bool, code uint32) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	guard.Go("service", func() { ended <- s.run(ctx) }, nil)
	const takes = svc.AcceptStop | svc.AcceptShutdown
	status <- svc.Status{State: svc.Running, Accepts: takes}
	for {
		select {
		case s.err = <-ended:
			if s.err != nil {
				return true, 1
			}
			return false, 0
		case r := <-requests:
			switch r.Cmd {
			case svc.Interrogate:
				status <- r.CurrentStatus
			case svc.Stop, svc.Shutdown:
				status <- svc.Status{State: svc.StopPending}
				cancel()
			}
		}
	}
}
