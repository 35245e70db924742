package syntax

// Word is a reserved word of the language.
type Word uint8

// The reserved words, each in both variants in the table below.
const (
	noWord Word = iota
	wordIf
	wordThen
	wordElseIf
	wordElse
	wordEndIf
	wordFor
	wordEach
	wordIn
	wordTo
	wordWhile
	wordDo
	wordEndDo
	wordProcedure
	wordEndProcedure
	wordFunction
	wordEndFunction
	wordVar
	wordExport
	wordVal
	wordReturn
	wordBreak
	wordContinue
	wordTry
	wordExcept
	wordEndTry
	wordRaise
	wordExecute
	wordNew
	wordAnd
	wordOr
	wordNot
	wordTrue
	wordFalse
	wordUndefined
	wordNull
	wordGoto
	wordAddHandler
	wordRemoveHandler
	wordAsync
	wordAwait
)

var words = map[string]Word{}

func init() {
	for word, pair := range map[Word][2]string{
		wordIf: {"Если", "If"}, wordThen: {"Тогда", "Then"}, wordElseIf: {"ИначеЕсли", "ElsIf"}, wordElse: {"Иначе", "Else"}, wordEndIf: {"КонецЕсли", "EndIf"},
		wordFor: {"Для", "For"}, wordEach: {"Каждого", "Each"}, wordIn: {"Из", "In"}, wordTo: {"По", "To"},
		wordWhile: {"Пока", "While"}, wordDo: {"Цикл", "Do"}, wordEndDo: {"КонецЦикла", "EndDo"},
		wordProcedure: {"Процедура", "Procedure"}, wordEndProcedure: {"КонецПроцедуры", "EndProcedure"},
		wordFunction: {"Функция", "Function"}, wordEndFunction: {"КонецФункции", "EndFunction"},
		wordVar: {"Перем", "Var"}, wordExport: {"Экспорт", "Export"}, wordVal: {"Знач", "Val"},
		wordReturn: {"Возврат", "Return"}, wordBreak: {"Прервать", "Break"}, wordContinue: {"Продолжить", "Continue"},
		wordTry: {"Попытка", "Try"}, wordExcept: {"Исключение", "Except"}, wordEndTry: {"КонецПопытки", "EndTry"},
		wordRaise: {"ВызватьИсключение", "Raise"}, wordExecute: {"Выполнить", "Execute"}, wordNew: {"Новый", "New"},
		wordAnd: {"И", "And"}, wordOr: {"Или", "Or"}, wordNot: {"Не", "Not"},
		wordTrue: {"Истина", "True"}, wordFalse: {"Ложь", "False"}, wordUndefined: {"Неопределено", "Undefined"}, wordNull: {"Null", "Null"},
		wordGoto: {"Перейти", "Goto"}, wordAddHandler: {"ДобавитьОбработчик", "AddHandler"}, wordRemoveHandler: {"УдалитьОбработчик", "RemoveHandler"},
		wordAsync: {"Асинх", "Async"}, wordAwait: {"Ждать", "Await"},
	} {
		words[Fold(pair[0])], words[Fold(pair[1])] = word, word
	}
}
