package library

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

const (
	signaturePage  = 4096
	directorySize  = 88
	superBlobSize  = 12 + 8
	adHoc          = 0x2
	versionExecSeg = 0x20400
)

// sign appends an ad-hoc signature: the hash of every page before it, by nobody. macOS loads such a library as it loads an unsigned
// one where that is still allowed, and where it is not.
func (f *machoFile) sign(identifier string) error {
	if f.commands[machoSignature] != 0 {
		return errors.New("it is signed already")
	}
	commands, size := int(f.word(16)), int(f.word(20))
	at := machoHeader + size
	if at+signatureCommand > f.firstAt {
		return errors.New("there is no room for the command of the signature")
	}
	for len(f.content)%16 != 0 {
		f.content = append(f.content, 0)
	}
	limit := len(f.content)
	length := signatureSize(limit, identifier)
	f.put(16, uint32(commands+1))
	f.put(20, uint32(size+signatureCommand))
	f.put(at, machoSignature)
	f.put(at+4, signatureCommand)
	f.put(at+8, uint32(limit))
	f.put(at+12, uint32(length))

	// The segment holds the signature too: its size in the file, and in whole pages in memory.
	start := binary.LittleEndian.Uint64(f.content[f.linkedit+40:])
	bytes := uint64(limit+length) - start
	binary.LittleEndian.PutUint64(f.content[f.linkedit+48:], bytes)
	binary.LittleEndian.PutUint64(f.content[f.linkedit+32:], (bytes+signaturePage-1)&^uint64(signaturePage-1))

	f.content = append(f.content, signature(f.content, identifier)...)
	return nil
}

func signaturePages(limit int) int { return (limit + signaturePage - 1) / signaturePage }

func signatureSize(limit int, identifier string) int {
	size := superBlobSize + directorySize + len(identifier) + 1 + signaturePages(limit)*sha256.Size
	return (size + 15) &^ 15
}

// signature is a blob with one code directory.
func signature(content []byte, identifier string) []byte {
	const superBlob, codeDirectory, sha256Kind, pageShift = 0xfade0cc0, 0xfade0c02, 2, 12
	pages := signaturePages(len(content))
	hashes := directorySize + len(identifier) + 1
	directory := hashes + pages*sha256.Size

	b := big(nil, superBlob, uint32(superBlobSize+directory), 1, 0, superBlobSize)
	b = big(b, codeDirectory, uint32(directory), versionExecSeg, adHoc, uint32(hashes), directorySize, 0, uint32(pages), uint32(len(content)))
	b = append(b, sha256.Size, sha256Kind, 0, pageShift)
	b = append(b, make([]byte, directorySize-40)...) // none of what only programs and bundles have
	b = append(append(b, identifier...), 0)
	for page := range pages {
		sum := sha256.Sum256(content[page*signaturePage : min((page+1)*signaturePage, len(content))])
		b = append(b, sum[:]...)
	}
	return append(b, make([]byte, signatureSize(len(content), identifier)-len(b))...)
}

func big(b []byte, list ...uint32) []byte {
	for _, word := range list {
		b = binary.BigEndian.AppendUint32(b, word)
	}
	return b
}
