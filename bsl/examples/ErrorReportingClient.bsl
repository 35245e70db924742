// A common module of the main configuration or of an extension of yours (flag «Client (managed application)») for calls
// of the extension «Сентри» from forms:
//
//  Reporting = ErrorReportingClient.Module();
//  If Reporting <> Undefined Then
//  	Reporting.ДобавитьСобытиеИстории("An order is opened", "form");
//  EndIf;

// Returns the extension's interface for the client, or Undefined if there is no extension or it is off.
//
// Returns:
//  CommonModule, Undefined
//
Function Module() Export
	Try
		Return Eval("СентриКлиент");
	Except
		Return Undefined; // there is no such module in this session
	EndTry;
EndFunction
