// One example of each method of the component: README.md shows what stands between the first and the last line of a
// procedure. Sentry is the object of the component: New("AddIn.Name.Sentry").

#Region Public

Procedure ExampleInit(Sentry) Export
	
	If Not Sentry.Init("https://key@sentry.example.com/1", "{""release"": ""trade@3.0.14"", ""environment"": ""production"", ""tracesSampleRate"": 1}") Then
		Message(Sentry.LastError);
	EndIf;
	
EndProcedure

Procedure ExampleClose(Sentry) Export
	
	Sentry.Close(5000);
	
EndProcedure

Procedure ExampleFlush(Sentry) Export
	
	If Not Sentry.Flush(10000) Then
		Message("The server has not answered yet: " + Sentry.Statistics);
	EndIf;
	
EndProcedure

Procedure ExampleCaptureException(Sentry) Export
	
	Try
		Raise "The document was not posted";
	Except
		Sentry.CaptureException(ErrorProcessing.DetailErrorDescription(ErrorInfo()), "{""tags"": {""exchange"": ""site""}}");
	EndTry;
	
EndProcedure

Procedure ExampleCaptureMessage(Sentry) Export
	
	Sentry.CaptureMessage("Licences left: 2", "warning");
	
EndProcedure

Procedure ExampleAddBreadcrumb(Sentry) Export
	
	Sentry.AddBreadcrumb("Order 1 is opened", "ui.click", "info", "{""form"": ""Document.SalesOrder""}");
	
EndProcedure

Procedure ExampleClearBreadcrumbs(Sentry) Export
	
	Sentry.ClearBreadcrumbs();
	
EndProcedure

Procedure ExampleSetUser(Sentry) Export
	
	Sentry.SetUser("5f2d1c9e-0f3a-11ee-be56-0242ac120002", "Brown");
	
EndProcedure

Procedure ExampleSetTag(Sentry) Export
	
	Sentry.SetTag("organization", "Acme");
	
EndProcedure

Procedure ExampleRemoveTag(Sentry) Export
	
	Sentry.RemoveTag("organization");
	
EndProcedure

Procedure ExampleSetTags(Sentry) Export
	
	Sentry.SetTags("{""warehouse"": ""Main"", ""shift"": ""2""}");
	
EndProcedure

Procedure ExampleSetContext(Sentry) Export
	
	Sentry.SetContext("order", "{""number"": ""1"", ""rows"": 15}");
	
EndProcedure

Procedure ExampleRemoveContext(Sentry) Export
	
	Sentry.RemoveContext("order");
	
EndProcedure

Procedure ExampleSetExtra(Sentry) Export
	
	Sentry.SetExtra("rows", "[1, 5, 12]");
	
EndProcedure

Procedure ExampleSetLevel(Sentry) Export
	
	Sentry.SetLevel("warning");
	
EndProcedure

Procedure ExampleSetFingerprint(Sentry) Export
	
	Sentry.SetFingerprint("[""exchange"", ""site""]");
	
EndProcedure

Procedure ExampleSetTransactionName(Sentry) Export
	
	Sentry.SetTransactionName("Exchange with the site");
	
EndProcedure

Procedure ExamplePushScope(Sentry) Export
	
	Sentry.PushScope();
	Sentry.SetTag("step", "download");
	Sentry.CaptureMessage("The file is empty", "warning");
	Sentry.PopScope();
	
EndProcedure

Procedure ExamplePopScope(Sentry) Export
	
	Sentry.PushScope();
	Sentry.SetLevel("fatal");
	Sentry.PopScope();
	
EndProcedure

Procedure ExampleClearScope(Sentry) Export
	
	Sentry.ClearScope();
	
EndProcedure

Procedure ExampleParseError(Sentry) Export
	
	Message(Sentry.ParseError("{CommonModule.Exchange.Module(12)}: Object field not found (Amount)"));
	
EndProcedure

Procedure ExampleCaptureEvent(Sentry) Export
	
	Sentry.CaptureEvent("{""message"": ""The exchange is done"", ""level"": ""info"", ""logger"": ""exchange"", ""extra"": {""orders"": 15}}");
	
EndProcedure

Procedure ExampleCaptureFeedback(Sentry) Export
	
	EventID = Sentry.CaptureMessage("The order is not saved", "error");
	Sentry.CaptureFeedback("I pressed Save, and nothing", "Brown", "", EventID);
	
EndProcedure

Procedure ExampleCaptureCheckIn(Sentry) Export
	
	CheckIn = Sentry.CaptureCheckIn("exchange", "in_progress", "", 0, "{""schedule"": {""type"": ""crontab"", ""value"": ""0 3 * * *""}, ""max_runtime"": 30}");
	Sentry.CaptureCheckIn("exchange", "ok", CheckIn, 12.5);
	
EndProcedure

Procedure ExampleAddAttachment(Sentry) Export
	
	Sentry.AddAttachment("answer.json", "{""error"": ""timeout""}", "application/json");
	
EndProcedure

Procedure ExampleAddAttachmentFile(Sentry) Export
	
	File = GetTempFileName("log");
	Sentry.AddAttachmentFile(File, "exchange.log", "text/plain");
	
EndProcedure

Procedure ExampleClearAttachments(Sentry) Export
	
	Sentry.ClearAttachments();
	
EndProcedure

Procedure ExampleStartSession(Sentry) Export
	
	Sentry.StartSession();
	
EndProcedure

Procedure ExampleEndSession(Sentry) Export
	
	Sentry.EndSession("exited");
	
EndProcedure

Procedure ExampleStartTransaction(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Document.SalesOrder.Posting", "key_operation");
	Sentry.FinishSpan(Transaction);
	
	// What was measured already, in one call.
	Sentry.StartTransaction("Month closing", "key_operation", "", "{""durationMs"": 1830, ""data"": {""target_ms"": 2000}}");
	
EndProcedure

Procedure ExampleStartSpan(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Exchange with the site", "exchange");
	Span = Sentry.StartSpan(Transaction, "http.client", "GET /orders");
	Sentry.FinishSpan(Span);
	Sentry.FinishSpan(Transaction);
	
EndProcedure

Procedure ExampleSetSpanData(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Exchange with the site", "exchange");
	Sentry.SetSpanData(Transaction, "orders", "15");
	Sentry.FinishSpan(Transaction);
	
EndProcedure

Procedure ExampleSetMeasurement(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Exchange with the site", "exchange");
	Sentry.SetMeasurement(Transaction, "downloaded", 48.5, "megabyte");
	Sentry.FinishSpan(Transaction);
	
EndProcedure

Procedure ExampleFinishSpan(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Exchange with the site", "exchange");
	Sentry.FinishSpan(Transaction, "internal_error");
	
EndProcedure

Procedure ExampleTraceHeaders(Sentry) Export
	
	Transaction = Sentry.StartTransaction("Exchange with the site", "exchange");
	Message("The request to the site gets these headers: " + Sentry.TraceHeaders(Transaction));
	Sentry.FinishSpan(Transaction);
	
EndProcedure

Procedure ExampleLog(Sentry) Export
	
	Sentry.Log("info", "Orders loaded: 15", "{""exchange"": ""site"", ""orders"": 15}");
	
EndProcedure

Procedure ExampleMetric(Sentry) Export
	
	Sentry.Metric("distribution", "exchange.duration", 830, "millisecond", "{""exchange"": ""site""}");
	
EndProcedure

Procedure ExampleExportLog(Sentry) Export
	
	Rows = "{""date"": ""2026-03-01T10:00:00"", ""level"": ""Error"", ""event"": ""Exchange"", ""comment"": ""The site does not answer""}";
	Message(Sentry.ExportLog("{""options"": {""now"": ""2026-03-01T10:05:00""}, ""rows"": [" + Rows + "], ""first"": true, ""end"": ""2026-03-01T10:04:00""}", ""));
	
EndProcedure

#EndRegion
