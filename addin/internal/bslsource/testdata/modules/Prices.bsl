&AtClient
Var Cache;

&AtClient
Async Function UnitPrice(Item, Currency = "RUB") Export
	Cache = "one

		|two ""EndFunction""
	#Region EndFunction
		|three";
	Return Cache;
EndFunction

&AtServerNoContext
PROCEDURE Write(Val Record)
	#If Server Then
	Record.Function = Record.EndProcedure;
	#EndIf
endprocedure

#Region Internal
&AtClient Procedure OnOpen(Cancel) // EndProcedure
EndProcedure
#EndRegion

// Procedure Last()
// EndProcedure
