// A common module of the main configuration or of an extension of yours (flags «Server», «External connection»,
// «Client (ordinary application)») for calls of the extension «Сентри»:
//
//  Reporting = ErrorReporting.Module();
//  If Reporting <> Undefined Then
//  	Reporting.ЗаписатьИсключение(ErrorInfo());
//  EndIf;
//
// A module of an extension cannot be called by its name: without the extension such a module does not compile.

// Returns the extension's interface, or Undefined if there is no extension or it is off.
//
// Returns:
//  CommonModule, Undefined
//
Function Module() Export
	If Metadata.CommonModules.Find("Сентри") = Undefined Then
		Return Undefined;
	EndIf;
	Try
		Return Eval("Сентри");
	Except
		Return Undefined; // the extension is off in this session
	EndTry;
EndFunction
