package cfe

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
)

// configInfoName is the one entry that is not a piece of an object.
const configInfoName = "configinfo"

// configInfo is what an extension says of itself as a file.
type configInfo struct {
	Mode   int64 // compatibility mode, 80317 for 8.3.17
	Root   string
	Block  string // the block of unknown meaning, base64
	Hashes []entryHash
}

// entryHash is the SHA-1 of an entry as it is stored, in base64.
type entryHash struct{ Name, SHA1 string }

// hash is the SHA-1 over the compressed bytes.
func hash(stored []byte) string {
	sum := sha1.Sum(stored)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// text writes the entry for a file of these other entries.
func (c configInfo) text(entries []container.Entry) string {
	const structure = 216
	hashes := []brackets.Value{brackets.N(int64(len(entries)))}
	sorted := slices.SortedFunc(slices.Values(entries), func(a, b container.Entry) int { return strings.Compare(a.Name, b.Name) })
	for _, e := range sorted {
		hashes = append(hashes, brackets.S(e.Name), brackets.T(hash(e.Data)))
	}
	return brackets.Print(
		brackets.L(brackets.N(0), brackets.L(brackets.N(structure), brackets.N(0), brackets.L(brackets.N(c.Mode), brackets.N(0)))),
		brackets.L(brackets.N(2), brackets.T(c.Root), brackets.T(c.Block)),
		brackets.L(hashes...),
	)
}

// parseConfigInfo reads the entry. Newer platforms also list features that the
// reading platform must have; they are passed over.
func parseConfigInfo(text string) (configInfo, error) {
	var c configInfo
	values, err := brackets.Parse(text)
	if err != nil {
		return c, err
	}
	if len(values) < 3 {
		return c, fmt.Errorf("three lists expected, %d found", len(values))
	}
	mode, ok := values[0].Int(1, 2, 0)
	if !ok {
		return c, errors.New("no compatibility mode in the first list")
	}
	root, ok := values[1].At(1)
	block, ok2 := values[1].At(2)
	if !ok || !ok2 || root.Kind != brackets.Token || block.Kind != brackets.Token {
		return c, errors.New("no root object in the second list")
	}
	c.Mode, c.Root, c.Block = mode, root.Text, block.Text
	list := values[2].Items
	if n, ok := values[2].Int(0); !ok || n < 0 || int64(len(list)) != 1+2*n {
		return c, errors.New("the third list does not have the hashes it counts")
	}
	for i := 1; i < len(list); i += 2 {
		c.Hashes = append(c.Hashes, entryHash{Name: list[i].Text, SHA1: list[i+1].Text})
	}
	return c, nil
}
