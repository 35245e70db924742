package standin

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Exports of an add-in. The first three are needed to attach, the platform gets along without the others.
const (
	exportGetClassNames           = "GetClassNames"
	exportGetClassObject          = "GetClassObject"
	exportDestroyObject           = "DestroyObject"
	exportSetPlatformCapabilities = "SetPlatformCapabilities"
	exportGetAttachType           = "GetAttachType"
)

// AttachType is the answer of GetAttachType: where the add-in can run.
type AttachType int32

// Answers of GetAttachType. AttachUnknown: the library does not export it and the platform picks for itself.
const (
	AttachUnknown     AttachType = 0
	AttachNotIsolated AttachType = 1
	AttachIsolated    AttachType = 2
	AttachAny         AttachType = 3
)

// Library is an add-in's library in this process, as after ПодключитьВнешнююКомпоненту.
//
// # Threads
//
// All methods may be called from many goroutines at once.
type Library struct {
	Path         string
	Classes      []string   // of GetClassNames
	Capabilities int        // the level the add-in answered; NeverAsked if it was not asked
	AttachType   AttachType // of GetAttachType
	Missing      []string   // optional exports that are not there

	handle uintptr
	agreed int // capabilities both sides have

	getClassNames, getClassObject, destroyObject uintptr
	setPlatformCapabilities, getAttachType       uintptr

	faults faultLog

	mu      sync.Mutex
	objects []*Object // not destroyed
	created int
	closed  bool
}

// Open loads the library at path and asks it what the platform asks at attaching.
//
// # Memory
//
// The library stays loaded until Close: a Go add-in cannot be unloaded at all.
func Open(path string, options ...OpenOption) (*Library, error) {
	settings := openOptions{capabilities: newestCapabilities}
	for _, option := range options {
		option(&settings)
	}
	if abi.size == 0 {
		return nil, fmt.Errorf("standin: open %s: no layout of tVariant is known for %s/%s", path, runtime.GOOS, runtime.GOARCH)
	}
	path, err := filepath.Abs(path) // else the system looks for the name along its own path
	if err != nil {
		return nil, fmt.Errorf("standin: open: %w", err)
	}
	handle, err := openLibrary(path)
	if err != nil {
		return nil, fmt.Errorf("standin: open %s: %w", path, err)
	}
	l := &Library{Path: path, handle: handle, Capabilities: NeverAsked}
	if err := l.attach(settings); err != nil {
		_ = closeLibrary(handle)
		return nil, fmt.Errorf("standin: open %s: %w", path, err)
	}
	return l, nil
}

func (l *Library) attach(settings openOptions) error {
	for name, fn := range map[string]*uintptr{
		exportGetClassNames:  &l.getClassNames,
		exportGetClassObject: &l.getClassObject,
		exportDestroyObject:  &l.destroyObject,
	} {
		if *fn = findSymbol(l.handle, name); *fn == 0 {
			return fmt.Errorf("%s is not exported", name)
		}
	}
	for name, fn := range map[string]*uintptr{
		exportSetPlatformCapabilities: &l.setPlatformCapabilities,
		exportGetAttachType:           &l.getAttachType,
	} {
		if *fn = findSymbol(l.handle, name); *fn == 0 {
			l.Missing = append(l.Missing, name)
		}
	}
	slices.Sort(l.Missing)
	if settings.classesFirst {
		if err := l.askClasses(); err != nil {
			return err
		}
		l.askCapabilities(settings.capabilities)
		return nil
	}
	l.askCapabilities(settings.capabilities)
	return l.askClasses()
}

func (l *Library) askCapabilities(level int) {
	if l.setPlatformCapabilities != 0 && level != NeverAsked {
		l.Capabilities = int(int32(invoke(l.setPlatformCapabilities, uintptr(level))))
		l.agreed = min(level, l.Capabilities)
	}
	if l.getAttachType != 0 {
		l.AttachType = AttachType(int32(invoke(l.getAttachType)))
	}
}

func (l *Library) askClasses() error {
	addr := invoke(l.getClassNames)
	if addr == 0 {
		return fmt.Errorf("%s answered a null pointer", exportGetClassNames)
	}
	names := textAt(addr)
	if names == "" {
		return fmt.Errorf("%s answered no class", exportGetClassNames)
	}
	l.Classes = strings.Split(names, "|")
	return nil
}

// Close unloads the library. It refuses while objects of it are not destroyed.
func (l *Library) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return nil
	case len(l.objects) > 0:
		return fmt.Errorf("standin: close %s: %d objects are not destroyed", l.Path, len(l.objects))
	}
	l.closed = true
	if err := closeLibrary(l.handle); err != nil {
		return fmt.Errorf("standin: close %s: %w", l.Path, err)
	}
	return nil
}

// Objects lists the objects that are not destroyed, oldest first.
func (l *Library) Objects() []*Object {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.objects)
}

func (l *Library) addObject(o *Object) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return fmt.Errorf("standin: create %s: the library is closed", o.Class)
	}
	l.created++
	o.number = l.created
	l.objects = append(l.objects, o)
	return nil
}

func (l *Library) removeObject(o *Object) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.objects = slices.DeleteFunc(l.objects, func(other *Object) bool { return other == o })
}

// ownerOf finds the object whose heap gave out addr.
func (l *Library) ownerOf(addr uintptr) *Object {
	for _, o := range l.Objects() {
		o.heap.mu.Lock()
		_, ok := o.heap.find(addr)
		o.heap.mu.Unlock()
		if ok {
			return o
		}
	}
	return nil
}
