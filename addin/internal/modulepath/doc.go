// Package modulepath reads the path of a 1C module as the platform prints it
// in an error position, and says the same in English and as a file name.
//
// A path is a chain of names with dots: a class word and a name, nested class
// words and names, and the kind of the module at the end.
//
//	ОбщийМодуль.Продажи.Модуль           CommonModule.Продажи.Module
//	Документ.Заказ.Форма.Форма.Форма     Document.Заказ.Form.Форма.Form
//	МодульСеанса                         SessionModule
//
// It is printed in the script variant of the configuration (Russian or
// English), whatever the language of the session is. Class words and module
// kinds are therefore a closed table here; names belong to the user and are
// never translated.
//
// Packages bslerr, grouping and symbols ask it; it touches nothing.
//
// # Why by position?
//
// A form may itself be called «Форма», a command «Команда», a catalog
// «Документ». Only the place in the chain tells a word of the grammar from a
// name: places 0, 2, 4… hold class words, the last one of an odd chain holds
// the module kind.
//
// # Why are letter cases folded in words and not in names?
//
// The built-in language ignores case. The platform prints the canonical
// spelling of its own words, but third-party texts do not always, so words
// are matched in any case and written canonically. Names are printed as the
// metadata spell them, which is also how the file system spells them; folding
// them would break file names on case-sensitive disks.
//
// # What has no file
//
// Code of the platform itself (mngcore/MessageBox.clf), modules that belong
// to no metadata object (<Неизвестный модуль>), text run by Выполнить() (an
// empty path), forms printed without their owner (8.2: Форма.Список.Форма)
// and everything else that the table does not know: File answers "".
//
// # What is read from a file name?
//
// FromFile and FromPlainFile go the other way, for the trees of sources that symbols
// are made from. They know the tables above and nothing else.
//
// All functions are pure and safe for concurrent use.
package modulepath
