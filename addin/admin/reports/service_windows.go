package reports

import (
	"context"
	"fmt"

	"golang.org/x/sys/windows/svc"

	"sentry1c/addin/internal/guard"
)

// serviceName is how the service is called if nobody says otherwise: sc create names it.
const serviceName = "sentry1c-reports"

// asService runs as a service of Windows, if the system has started the program as one.
func asService(run func(context.Context) error) (handled bool, err error) {
	is, err := svc.IsWindowsService()
	if err != nil {
		return false, fmt.Errorf("reports: ask what started it: %w", err)
	}
	if !is {
		return false, nil
	}
	s := &service{run: run}
	if err := svc.Run(serviceName, s); err != nil {
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
