package demo

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"sentry1c/build/bench"
	"sentry1c/build/kit/receiver"
)

const (
	priceWarm  = 100
	priceCalls = 400
	priceTrail = 100
)

// price measures a call beside sentry-go, which does the same work.
func (s *show) price() error {
	server, err := receiver.New()
	if err != nil {
		return err
	}
	defer server.Close()
	object, err := s.Library.New("Sentry", s.Objects...)
	if err != nil {
		return err
	}
	defer object.Close()
	if ok, err := object.Bool("Инициализировать", server.DSN(), encode(map[string]any{"spoolPath": filepath.Join(s.spool, "price")})); err != nil || !ok {
		return fmt.Errorf("demo: Init: %v, %w", ok, err)
	}
	for range priceTrail {
		if _, err := object.Call("ДобавитьСобытиеИстории", "Нажата кнопка «Провести и закрыть»", "ui.click"); err != nil {
			return err
		}
	}
	text := bench.Text()
	var took []time.Duration
	for i := range priceWarm + priceCalls {
		_, d, err := object.CallTimed("ЗаписатьИсключение", text)
		if err != nil {
			return err
		}
		if i >= priceWarm {
			took = append(took, d)
		}
	}
	slices.Sort(took)
	ours := took[len(took)/2]
	peer, err := bench.SentryGo(server.DSN(), "up", 1)
	if err != nil {
		return err
	}
	theirs := time.Duration(peer.P50)
	s.printf("\n%s", s.words.Price)
	s.printf("  %-12s %9s", s.words.PriceOurs, short(ours))
	s.printf("  %-12s %9s  ("+s.words.Times+")", s.words.PriceTheirs, short(theirs), float64(theirs)/float64(ours))
	return nil
}
