package release

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// File is a file of the release that the bill names.
type File struct {
	Name    string
	Content []byte
}

type (
	bom struct {
		Schema       string       `json:"$schema"`
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Serial       string       `json:"serialNumber"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type     string    `json:"type"`
		Ref      string    `json:"bom-ref"`
		Name     string    `json:"name"`
		Version  string    `json:"version,omitempty"`
		Hashes   []hash    `json:"hashes,omitempty"`
		Licenses []licence `json:"licenses,omitempty"`
		PURL     string    `json:"purl,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	// licence is an expression of SPDX.
	licence struct {
		Expression string `json:"expression"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn"`
	}
)

// SBOM is the bill of materials in the format CycloneDX 1.6.
func SBOM(product, version string, parts []Part, files []File) ([]byte, error) {
	root := "pkg:generic/" + product + "@" + version
	b := bom{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata: metadata{component{Type: "library", Ref: root, Name: product, Version: version, PURL: root, Licenses: []licence{{"MIT"}}}},
	}
	of := dependency{Ref: root}
	for _, p := range parts {
		b.Components = append(b.Components, component{Type: "library", Ref: p.PURL, Name: p.Name, Version: p.Version, PURL: p.PURL, Licenses: []licence{{p.Licence}}})
		of.DependsOn = append(of.DependsOn, p.PURL)
	}
	for _, f := range files {
		b.Components = append(b.Components, component{Type: "file", Ref: "file:" + f.Name, Name: f.Name, Hashes: []hash{
			{"SHA-1", fmt.Sprintf("%x", sha1.Sum(f.Content))}, {"SHA-256", fmt.Sprintf("%x", sha256.Sum256(f.Content))},
		}})
	}
	b.Dependencies = []dependency{of}
	// The number is one of the content: another release has another, the same release the same.
	text, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("release: write the bill of materials: %w", err)
	}
	sum := sha256.Sum256(text)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8
	b.Serial = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	text, err = json.MarshalIndent(b, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("release: write the bill of materials: %w", err)
	}
	return append(text, '\n'), nil
}
