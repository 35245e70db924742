package delivery

// Category is Sentry's name for a kind of data: what rate limits and client
// reports speak of (https://develop.sentry.dev/sdk/expected-features/rate-limiting/).
type Category string

// The categories that the component sends.
const (
	Error       Category = "error"
	Feedback    Category = "feedback"
	Session     Category = "session"
	Monitor     Category = "monitor"
	Transaction Category = "transaction"
	Span        Category = "span" // only in reports: a part of a transaction
	Attachment  Category = "attachment"
	Log         Category = "log_item"
	Metric      Category = "trace_metric"
	Report      Category = "internal"
)

// byImportance lists the categories in the order in which they are sent; what
// does not fit is dropped from its end.
var byImportance = [...]Category{Error, Feedback, Session, Monitor, Transaction, Attachment, Report, Log, Metric}

// all stands for every category in a limit.
const all Category = ""

// Reason says why something was not sent: the words of Sentry's client reports.
type Reason string

// The reasons that the component has for dropping.
const (
	QueueOverflow    Reason = "queue_overflow"
	CacheOverflow    Reason = "cache_overflow"
	SendError        Reason = "send_error"
	Backpressure     Reason = "backpressure"
	SampleRate       Reason = "sample_rate"
	EventProcessor   Reason = "event_processor"
	InternalSDKError Reason = "internal_sdk_error"
	Invalid          Reason = "invalid"
	Damaged          Reason = "damaged" // not one of Sentry's: its file is not what was written, or gone
)
