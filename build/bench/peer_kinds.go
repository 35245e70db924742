package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/getsentry/sentry-go"
	"github.com/getsentry/sentry-go/attribute"
)

const (
	kindTogether = 600
	kindBursts   = 20
)

// SentryGoKinds does with sentry-go what the host does with the library: spans, logs,
// metrics and check-ins, one call after another, and what changes a scope, with pauses.
func SentryGoKinds(dsn, server string) ([]Measurement, error) {
	client, err := sentry.NewClient(sentry.ClientOptions{Dsn: dsn, Release: "bench@1", EnableTracing: true, TracesSampleRate: 1})
	if err != nil {
		return nil, fmt.Errorf("bench: start sentry-go: %w", err)
	}
	defer client.Close()
	ctx := sentry.SetHubOnContext(context.Background(), sentry.NewHub(client, sentry.NewScope()))
	logger, meter := sentry.NewLogger(ctx), sentry.NewMeter(ctx)
	scope := sentry.NewScope()
	return []Measurement{
		peerPaced("AddBreadcrumb paced", server, func() {
			scope.AddBreadcrumb(&sentry.Breadcrumb{
				Message: "Нажата кнопка «Провести и закрыть»", Category: "ui.click", Level: sentry.LevelInfo,
				Data: map[string]any{"form": "Документ.ЗаказПокупателя", "row": 5},
			}, 100)
		}),
		peerPaced("SetTag paced", server, func() { scope.SetTag("organization", "ООО «Ромашка»") }),
		peerSpans(ctx, client, server),
		peerCalls(client, "Log hot", server, func() {
			logger.Info().String("exchange", "Сайт").Int("orders", 15).Emit("Обмен с сайтом: загружено заказов 15")
		}),
		peerCalls(client, "Metric hot", server, func() {
			meter.Distribution("exchange.duration", 15.5, sentry.WithUnit(sentry.UnitMillisecond),
				sentry.WithAttributes(attribute.String("exchange", "Сайт")))
		}),
		peerCalls(client, "CaptureCheckIn hot", server, func() {
			client.CaptureCheckIn(&sentry.CheckIn{MonitorSlug: "obmen-s-saytom", Status: sentry.CheckInStatusInProgress}, nil, nil)
		}),
	}, nil
}

// peerSpans times a step of a transaction from its start to its finish.
func peerSpans(ctx context.Context, client *sentry.Client, server string) Measurement {
	samples := make([]float64, 0, kindTogether*kindBursts)
	for range kindBursts {
		transaction := sentry.StartTransaction(ctx, "Документ.ЗаказПокупателя.Проведение", sentry.WithOpName("key_operation"))
		for range kindTogether {
			start := time.Now()
			transaction.StartChild("db.query", sentry.WithDescription("ВЫБРАТЬ Остатки")).Finish()
			samples = append(samples, float64(time.Since(start)))
		}
		transaction.Finish()
		client.Flush(time.Second)
	}
	return summary("StartSpan + FinishSpan hot", server, samples)
}

func peerCalls(client *sentry.Client, name, server string, call func()) Measurement {
	samples := make([]float64, 0, kindTogether*kindBursts)
	for range kindBursts {
		for range kindTogether {
			start := time.Now()
			call()
			samples = append(samples, float64(time.Since(start)))
		}
		client.Flush(time.Second)
	}
	return summary(name, server, samples)
}

// peerPaced makes a call every 10 ms, as the host's paced rows.
func peerPaced(name, server string, call func()) Measurement {
	samples := make([]float64, 0, 200)
	for range cap(samples) {
		time.Sleep(10 * time.Millisecond)
		start := time.Now()
		call()
		samples = append(samples, float64(time.Since(start)))
	}
	return summary(name, server, samples)
}

// summary orders the samples, in nanoseconds, of one thread.
func summary(name, server string, samples []float64) Measurement {
	slices.Sort(samples)
	n := len(samples)
	return Measurement{Name: name, Server: server, Threads: 1, Count: n, P50: samples[n/2], P99: samples[n-1-n/100], Max: samples[n-1]}
}
