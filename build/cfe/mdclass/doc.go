// Package mdclass is what the platform calls things inside an extension: the
// classes of metadata objects, the lists they stand in, the pieces they store
// beside themselves, the rights they know, the fixed identifiers of the root
// object.
//
// All identifiers are constants of the platform, the same in every file. They
// were read off files the platform wrote, by the side of the sources those
// files were built from; what is known only from other programs that read such
// files is marked so where it stands.
package mdclass
