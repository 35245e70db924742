// Package grouping makes the fingerprint of a 1C error: the same for every
// occurrence of one fault, on Sentry, GlitchTip and Bugsink alike.
//
//	["1c",
//	 "LockConflict", "Document.Заказ.ObjectModule", "Движения.Записать();", "LockConflict LockTimeout"]
//
// For the outermost error and for each of its causes it holds the type and the
// place: module in English and source line of the innermost frame that is in
// the application. An error without frames gives its normalised message.
//
// Package event asks it for each event, package addin for ParseError; it touches nothing.
//
// # Why are there no line numbers and no messages beside frames?
//
// A line number changes with every line inserted above. A message is in the
// language of the session and full of names and numbers. Module path and
// source line are in the script of the configuration, so one fault has the
// same ones in every session. A brief text has no source lines: there the
// normalised message stands in for the line.
//
// A line that only raises what was made elsewhere (ВызватьИсключение ТекстОшибки;)
// is the same for unrelated faults: there, too, the message stands in for it. And
// an error of the platform stands at the line that called it, followed by its
// message, since a call may fail in many ways; whether the platform's wrapper
// «Ошибка при вызове метода контекста» was folded into its cause before makes no
// difference.
//
// # How do sessions in two languages agree on a message?
//
// Only through the table of platform phrases (bslerr.FindPhrase): a phrase is
// written as its key and argument. What no phrase covers stays in its language
// and makes two groups. Type is neutral by itself.
//
// # Why is the extension left out?
//
// Its name tells editions of one tool apart (УниверсальныеИнструменты and
// УниверсальныеИнструменты_БСПБезТаблиц), or patches (EF_…), which come and go
// without the fault. An extension that changes a module of the configuration
// has the same path and its own source lines, and the line decides. What is
// lost: equal lines in modules of the same path in two unrelated extensions
// are one group.
//
// # Which links of the chain are left out?
//
//   - a link that repeats its neighbour's message and has no place of its own;
//   - siblings: the first compile error of a module stands for all of them;
//   - wrappers of transport without a place (Non-specified resource error…):
//     a server's error that arrives at a client has them, in the server's own
//     log it has not;
//   - wrappers of the platform (Error calling context method…, Error running
//     processor…) and errors raised again word for word, if a deeper link has
//     a place of its own: it is the throw site, and the way there differs
//     between client and server. A message raised by the application around a
//     cause stays.
//
// # What is masked in messages?
//
// GUIDs, references, tokens and ids of requests, dates and months, numbers and
// numbers of documents, versions, addresses of all networks, paths with blanks or
// without, temporary and numbered files, URLs, hosts, names of people, and quoted
// values, unless they are names of code or metadata; and whose session holds a
// lock. What is the error stays: names of members, HRESULT, SQLSTATE, the status
// of an answer and codes of errors by the words around them, XML names, numbers
// of parameters; of an answer in JSON code and message and their kin, wherever
// they stand in it.
//
// All functions are pure and safe for concurrent use.
package grouping
