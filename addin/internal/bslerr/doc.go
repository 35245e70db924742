// Package bslerr reads the text of a 1C:Enterprise error: a chain of errors,
// each with a message and places in code.
//
//	Ошибка при вызове метода контекста (Записать)
//	{ОбщийМодуль.Продажи.Модуль(42)}:Документ.Записать();
//	{Документ.Заказ.Форма.Форма.Форма(7)}:Продажи.Провести(Объект);
//
//	[ОшибкаВоВремяВыполненияВстроенногоЯзыка]
//	по причине:
//	Конфликт блокировок при выполнении транзакции
//
// # Which layouts are there?
//
// In the stack layout (a detailed presentation, the event log) a message comes
// first, then frames, then perhaps a line of categories. In the classic layout
// (ОписаниеОшибки(), compile errors) a position comes first, the message
// follows on its line, one source line may follow. The brief layout is a
// classic one in a single line. What an error starts with tells them apart:
// a position means classic. Separator lines («по причине:») chain errors of
// either layout.
//
// # Why are there guesses?
//
// The format has no escaping: a message may hold braces, separators and source
// code. The rules, from the strongest to the weakest:
//
//   - A position is {path(line)}: with nothing unusual inside; XML names,
//     JSON and URLs in braces are not positions.
//     Inside of a line the path must be one that the platform prints as well.
//   - A separator is a whole line out of a list of languages. «…, по причине:»
//     at the end of a longer line is a part of the message. After frames or a
//     category, any short line that ends with a colon separates too: that
//     reads languages nobody listed.
//   - A position with a column, a position of a query and a position followed
//     by a known platform phrase start an error; another position after a
//     message is a frame.
//   - So does a position followed by prose with indented code below it.
//   - A line «…» between frames is the mark of a cut; the frames go on.
//   - JSON right behind the categories is the additional information that the
//     code gave to its exception. It ends with its braces.
//   - In a classic error the source line is the last line, if it looks like
//     code: it has <<?>>, or an indent and the shape of a statement. Two
//     words side by side that are no keywords are never code.
//   - In one line, positions with only blanks between them are one error
//     raised again («{A(3)}: {B(2)}: message»); a position after «…:» is a
//     cause; a position after other words is a frame whose line break was lost.
//   - Words before a position in the first line of an error are a message, if
//     they are prose or a phrase of the platform or if code follows the
//     position. Else they are the words of a tool («SERVER ERROR:»), which are
//     dropped by name.
//
// # How is it known that nothing is lost?
//
// The parser marks what it consumes as it goes (account.go): every character
// that is not layout belongs to exactly one value, frame, category, separator,
// grammar word or Dropped piece. Tests turn the marking on and check that the
// marks tile the text; independently they count letters and digits on both
// sides. Strings of a Report are pieces of the text; only messages of several
// lines are sometimes rewritten (line ends, indents of quoting).
//
// # What does it cost?
//
// One pass to survey the text and one to read it. No piece is searched twice,
// so the time is linear whatever the text holds; there are no regular
// expressions. Depth and sizes are bounded by MaxText, MaxExceptions and
// MaxFrames.
//
// # Types
//
// Type gives an exception a word that does not depend on the language of the
// session: the English name of a printed category, else the key of a known
// platform phrase, else RuntimeError. The category comes first though a phrase
// says more, because it is what the platform itself answers and what a
// developer tests for in code; it is printed by some versions and
// compatibility modes only, but one infobase stays with one of them, and a
// change of it is a release of the platform. Of several printed categories the
// last one that is not general wins: the platform prints them from the general
// to the special. A brief text has no categories, so a type can differ between
// a brief and a detailed text of one fault; such texts do not group together
// anyway, as a brief one has no source lines.
//
// All functions are pure and safe for concurrent use.
package bslerr
