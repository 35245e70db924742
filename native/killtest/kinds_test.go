package killtest

import (
	"encoding/json"
	"fmt"
	"strings"

	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

// What is no event is known by a word for its kind and what names it there.
const (
	checkInMark     = "check-in:"
	transactionMark = "transaction:"
	logMark         = "log:"
	metricMark      = "metric:"
)

// other makes a call of another kind, a different one each time, and returns what it is
// known by when it comes; "" if the call was not taken.
func (o order) other(object *standin.Object, who string, k int) (known string, err error) {
	name := fmt.Sprintf("%s-%d", who, k)
	var taken bool
	switch k % 5 {
	case 0:
		known, err = object.Text("CaptureCheckIn", "job-"+name, "ok")
		return marked(checkInMark, known), err
	case 1:
		known, err = object.Text("StartTransaction", name, "task", "", `{"durationMs":5}`)
		return marked(transactionMark, known), err
	case 2:
		taken, err = object.Bool("Log", "info", name)
		known = logMark + name
	case 3:
		taken, err = object.Bool("Metric", "counter", "calls", 1, "", fmt.Sprintf(`{"mark":%q}`, name))
		known = metricMark + name
	default:
		return object.Text("CaptureMessage", "Сообщение "+name)
	}
	if !taken {
		return "", err
	}
	return known, err
}

func marked(mark, id string) string {
	if id == "" {
		return ""
	}
	return mark + id
}

// others counts what came that is no event, by what it is known by.
func others(envelopes []receiver.Envelope) map[string]int {
	came := map[string]int{}
	for _, e := range envelopes {
		for _, item := range e.Items {
			var payload receiver.Event
			if json.Unmarshal(item.Payload, &payload) != nil {
				continue
			}
			switch item.Type() {
			case "check_in":
				came[checkInMark+payload.Text("check_in_id")]++
			case "transaction":
				came[transactionMark+payload.Text("contexts", "trace", "span_id")]++
			case "log", "trace_metric":
				all, _ := payload.At("items").([]any)
				for i := range all {
					if item.Type() == "log" {
						came[logMark+payload.Text("items", i, "body")]++
					} else {
						came[metricMark+payload.Text("items", i, "attributes", "mark", "value")]++
					}
				}
			}
		}
	}
	return came
}

// promised reports whether what is known by this arrives, and only once, whatever happens:
// logs may come again, and metrics be lost.
func promised(known string) (arrives, once bool) {
	return !strings.HasPrefix(known, metricMark), !strings.HasPrefix(known, logMark)
}
