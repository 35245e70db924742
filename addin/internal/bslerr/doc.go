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
// Package event asks it for a reading and package grouping for what is the same in two; it
// opens nothing and knows nothing of either.
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
// # What comes round a text?
//
// Texts are copied out of windows, pages, mails, trackers, journals and answers of
// services. Before a text is read it is taken out of what was done to its
// characters: JSON, escapes, HTML, a record of the technological journal, a console
// that broke its lines (unwrap.go). What stands in lines of its own or at their
// start is dropped as the lines are read: the head of the error window and what
// separates its errors (window.go), fences, marks of lists and quotations (marks.go),
// time stamps (stamp.go), labels (prefix.go). Every way asks for a position where
// its form has one, and what is left out is named.
//
// # What is shown?
//
// Parse says what was printed. Fold makes of it what a reader wants to see: the
// wrappers of the platform go into the error that they are around, and every message
// begins with a line that says something.
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
//   - An error below a classic one is its reason: at run time nothing goes on. Only
//     a compiler goes on; errors with columns stand side by side.
//   - A line below the only frame of an error that has no message yet is its message.
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
// session: the key of a known platform phrase, else the English name of a printed
// category, else ExceptionRaisedFromScript where the throw site raises it (which beats
// a category that is general), else RuntimeError. The phrase comes first, because every version, presentation and road
// prints it, so that one fault has one type; a category is printed by some versions
// and compatibility modes only, and never in a brief text. Of several printed
// categories the last one that is not general wins: the platform prints them from
// the general to the special.
//
// All functions are pure and safe for concurrent use.
package bslerr
