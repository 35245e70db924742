// Package value holds the values of the 1C language: the simple types with
// their arithmetic, comparison and conversion, and the universal collections as
// plain data. What a program may call on them is defined elsewhere (package
// platform); here is only what they are.
//
// # Where the platform's rules bite
//
//   - Numbers are decimal and exact; a quotient has at most 27 digits behind the
//     point.
//   - A string is counted in units of UTF-16, as the platform does.
//   - A number turned into a string by itself gets group separators and the
//     decimal sign of the language; texts for machines must not be made that way.
//   - Values of different types are unequal without an error, but cannot be
//     ordered.
package value
