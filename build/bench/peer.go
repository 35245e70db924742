package bench

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/getsentry/sentry-go"
)

// Text is an error as the host in C reports it: about 2,000 Cyrillic characters.
func Text() string {
	const line = "{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(Проведение);\n"
	text := "Ошибка при вызове метода контекста (Записать)\n"
	for len([]rune(text)) < 2000 {
		text += line
	}
	return text
}

const (
	peerTogether = 600
	peerBursts   = 4
)

// SentryGo does with sentry-go's default client what the host does with the
// library: bursts of CaptureEvent with 100 breadcrumbs in scope, over threads.
func SentryGo(dsn, server string, threads int) (Measurement, error) {
	client, err := sentry.NewClient(sentry.ClientOptions{Dsn: dsn, Release: "bench@1"})
	if err != nil {
		return Measurement{}, fmt.Errorf("bench: start sentry-go: %w", err)
	}
	text := strings.Clone(Text())
	samples := make([]float64, 0, peerTogether*peerBursts)
	var mu sync.Mutex
	for range peerBursts {
		var wg sync.WaitGroup
		for range threads {
			scope := peerScope(100)
			wg.Go(func() {
				own := make([]float64, 0, peerTogether/threads)
				for range peerTogether / threads {
					event := peerEvent(text)
					start := time.Now()
					client.CaptureEvent(event, nil, scope)
					own = append(own, float64(time.Since(start)))
				}
				mu.Lock()
				samples = append(samples, own...)
				mu.Unlock()
			})
		}
		wg.Wait()
		client.Flush(time.Second)
	}
	m := summary("CaptureException hot", server, samples)
	m.Threads = threads
	return m, nil
}
