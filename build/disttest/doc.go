// Package disttest runs the libraries of a release where a Linux machine can run them: on its own C library and on others, as a
// 32-bit process, under an emulator and under Wine. Its tests carry the build tag dist and want `go run ./build dist` first:
//
//	make dist-test
//
// What runs a foreign program is unpacked into a cache folder by scripts; nothing is installed. The tests themselves are those of
// native/abitest, native/standin and native/guesttest, cross-compiled or given another compiler.
package disttest
