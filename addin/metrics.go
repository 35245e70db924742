package addin

import (
	"strconv"
	"strings"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/tracing"
)

// metricTypes are the words for what a value means.
var metricTypes = []string{"counter", "gauge", "distribution"}

// recordMetric is the method Metric. What is wrong in the value itself is not sent: a number
// that nobody meant would be counted.
func recordMetric(c *call) {
	kind := strings.ToLower(strings.TrimSpace(c.maskedText(0)))
	name, unit := strings.TrimSpace(c.maskedText(1)), strings.TrimSpace(c.maskedText(3))
	value, ok := c.number(2)
	attributes := readAttributes(c, 4)
	client := c.object.client
	if client == nil {
		return
	}
	if bad, known := names.OneOf(kind, metricTypes); !known {
		c.report(c.params[0].Name, bad)
		ok = false
	}
	if bad, good := checkMeasurement(tracing.Measurement{Name: name, Unit: unit}); !good {
		c.report(c.params[1].Name, bad)
		ok = false
	}
	if !ok {
		client.Lose(delivery.Invalid, delivery.Metric)
		return
	}
	b := beginTelemetry(c)
	b = rawjson.AppendText(b, "name", name)
	b = rawjson.AppendText(b, "type", kind)
	b = strconv.AppendFloat(rawjson.AppendKey(b, "value"), value, 'g', -1, 64)
	b = rawjson.AppendText(b, "unit", unit)
	b = rawjson.AppendFields(b, "attributes", withPlace(c, attributes))
	client.AddMetric(c.source(), append(b, '}'))
}
