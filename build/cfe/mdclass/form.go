package mdclass

// FormEvent are the events of a form by their names in sources. The identifiers
// stand with the Russian names of the handlers in a genuine extension whose form
// handles nineteen of them (Shadawn/A1-ComponentLibrary, form А1Э_УниверсальнаяФорма);
// the names in sources are those of the platform's dumps (1c-syntax/ssl_3_1,
// CommonForms).
var FormEvent = Enum{
	"OnOpen":                      "3ccc650e-f631-4cae-8e33-3eaac610b5f9",
	"BeforeClose":                 "52dbb775-1631-4fd5-8c55-1615b5881dac",
	"OnClose":                     "ca21cd18-35b2-4281-b5c8-016ecc8da8ac",
	"OnCreateAtServer":            "9f2e5ddb-3492-4f5d-8f0d-416b8d1d5c5b",
	"NotificationProcessing":      "3699f6a3-9a2a-4c82-a775-6ff4824a08ca",
	"FillCheckProcessingAtServer": "e73d6384-49d2-4885-a752-a674d6ff7742",
}

// FormServerEvent are the events whose handlers run on the server.
var FormServerEvent = map[string]bool{"OnCreateAtServer": true, "FillCheckProcessingAtServer": true}

// FormEvents is the place of the list of events in the layout of a form, in the
// versions 49 and 50 of it: 532 genuine extensions have it there.
const FormEvents = 19
