// Package sourcetree finds configurations and extensions of 1C in trees of files:
// dumps of the Designer as XML, hierarchical and plain, and projects of EDT.
//
// A configuration is found by its description: Configuration.xml in the root of a
// dump, src/Configuration/Configuration.mdo in a project. What else is there is found
// by folders, not by the description, so a dump of some objects is read as well as a
// whole one; and a part without a description is a configuration without a name.
// Any number of them may lie in one tree.
//
// A tree is a list of names and a way to read them, so that a revision of a
// repository is one as well as a folder.
//
// The program of package admin/symbols reads with it; it touches what it is given.
package sourcetree
