package dump

import (
	"encoding/xml"
	"fmt"
	"os"
)

// object is the description of one object of the metadata: what is read of it.
type object struct {
	CommonModule  *commonModule `xml:"CommonModule"`
	Register      *register     `xml:"InformationRegister"`
	ScheduledJob  *scheduledJob `xml:"ScheduledJob"`
	Command       *named        `xml:"CommonCommand"`
	Form          *named        `xml:"CommonForm"`
	Role          *named        `xml:"Role"`
	Configuration *named        `xml:"Configuration"`
}

type named struct {
	Name    string `xml:"Properties>Name"`
	Synonym string `xml:"Properties>Synonym>item>content"`
	Prefix  string `xml:"Properties>NamePrefix"`
	Version string `xml:"Properties>Version"`
	Mode    string `xml:"Properties>ConfigurationExtensionCompatibilityMode"`
}

type commonModule struct {
	named
	Global     bool   `xml:"Properties>Global"`
	Managed    bool   `xml:"Properties>ClientManagedApplication"`
	Server     bool   `xml:"Properties>Server"`
	External   bool   `xml:"Properties>ExternalConnection"`
	Ordinary   bool   `xml:"Properties>ClientOrdinaryApplication"`
	ServerCall bool   `xml:"Properties>ServerCall"`
	Privileged bool   `xml:"Properties>Privileged"`
	Reuse      string `xml:"Properties>ReturnValuesReuse"`
}

type register struct {
	named
	Periodicity string  `xml:"Properties>InformationRegisterPeriodicity"`
	Dimensions  []field `xml:"ChildObjects>Dimension"`
	Resources   []field `xml:"ChildObjects>Resource"`
}

type field struct {
	named
	Type   string `xml:"Properties>Type>Type"`
	Length int    `xml:"Properties>Type>StringQualifiers>Length"`
	Digits int    `xml:"Properties>Type>NumberQualifiers>Digits"`
	Scale  int    `xml:"Properties>Type>NumberQualifiers>FractionDigits"`
}

type scheduledJob struct {
	named
	Method string `xml:"Properties>MethodName"`
	Use    bool   `xml:"Properties>Use"`
}

func readObject(path string) (*object, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	o := &object{}
	if err := xml.Unmarshal(content, o); err != nil {
		return nil, fmt.Errorf("dump: read %s: %w", path, err)
	}
	return o, nil
}
