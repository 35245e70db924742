package event

import (
	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
)

// ReadingJSON returns what is read from the text of an error, as ParseError answers it.
// file is nil for none; what it knew of the frames is in symbols, as in contexts.symbols of
// an event.
func ReadingJSON(text string, o *options.Options, file *Symbols) []byte {
	r := readError(o.Mask.Text(text), nil, o)
	r.symbols = symbolize(file, r.report.Exceptions, o.Mask)
	b := []byte{'{'}
	b = rawjson.AppendText(b, "title", r.title())
	b = rawjson.AppendText(b, "transaction", r.transaction())
	b = rawjson.AppendTexts(b, "fingerprint", r.fingerprint())
	b = r.appendExceptions(b, mechanism{defaultMechanism, true})
	b = append(rawjson.AppendKey(b, "read"), bslerr.AppendChain(nil, r.chain)...)
	b = rawjson.AppendRaw(b, "dropped", r.dropped())
	if r.symbols.says() {
		b = rawjson.AppendRaw(b, "symbols", r.symbols.context())
	}
	return append(b, '}')
}
