// Package brackets parses and prints the list texts in which 1C:Enterprise
// keeps metadata: values in braces, separated by commas.
//
//	{1,
//	{0,
//	{3,
//	{1,0,a3c1f0f1-…},"Name",
//	{0},"",0,0,00000000-…,0},"ru"},0}
//
// A value is a string in quotes (a quote inside is doubled), a list, or a bare
// token: a number, an identifier, base64. A token means nothing to this
// package; it is kept as it stands, the line ends inside base64 included.
//
// # Line ends
//
// The platform breaks the line (CRLF) before every list except the first
// character of a text, and before a closing brace that follows a list. [Print]
// does just that. [Parse] takes any white space between values, so that texts
// of other tools can be read; Print(Parse(t)) equals t for every text the
// platform wrote, which is how a text is told from an imitation.
package brackets
