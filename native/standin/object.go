package standin

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Object is one instance of an add-in's class, as after Новый("AddIn.Имя.Класс").
//
// # Threads
//
// All methods may be called from many goroutines at once; whether the add-in bears that is what a test finds out.
// 1C itself calls one object from any thread, but from one at a time.
//
// # Memory
//
// What the host passes to a call lives in blocks of the object's own heap and is freed, checked and overwritten when the call
// returns. What the add-in returns is copied and freed at once, as the platform does.
type Object struct {
	Class     string
	Extension string   // of RegisterExtensionAs
	Start     StartLog // what the add-in answered while it was created

	lib     *Library
	number  int
	options objectOptions
	addr    uintptr // IComponentBase*
	life    atomicLife
	calls   calls
	heap    *heap

	manager    uintptr // IMemoryManager*
	connection uintptr // IAddInDefBase*
	platform   platformLog

	interfacesMu sync.Mutex
	interfaces   [interfaceCount]uintptr
}

// StartLog is what the add-in answered while an object was created.
type StartLog struct {
	GetClassObject      int // as it was returned: 1 is right, 0 is a failure
	SetMemManager       bool
	Init                bool
	RegisterExtensionAs bool
	GetInfo             int // 2000 = version 2 of the technology
}

// ErrNoClass tells that GetClassObject knows no such class: 1C says «Тип не определен».
var ErrNoClass = errors.New("no such class («Тип не определен»)")

// ErrInit tells that Init or setMemManager answered false, so that the platform does not create the object.
var ErrInit = errors.New("the add-in refused to start")

// New creates an object the way the platform does: GetClassObject, setMemManager and Init, RegisterExtensionAs, GetInfo,
// SetLocale, SetUserInterfaceLanguageCode.
func (l *Library) New(class string, options ...ObjectOption) (*Object, error) {
	o := &Object{Class: class, lib: l, options: defaultObjectOptions(), heap: newHeap()}
	for _, option := range options {
		option(&o.options)
	}
	o.heap.filter = o.options.filter
	if err := l.addObject(o); err != nil {
		return nil, err
	}
	if err := o.create(); err != nil {
		l.removeObject(o)
		o.fault(o.heap.close()...)
		return nil, err
	}
	if err := o.start(); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

func (o *Object) create() error {
	l := label{slot: "GetClassObject", name: o.Class}
	name, err := o.newName(o.Class, l)
	if err != nil {
		return err
	}
	defer o.release(name)
	out, _, err := o.heap.alloc(int(ptrSize), ownedByHost, l, false)
	if err != nil {
		return err
	}
	defer o.release(out)
	store[uintptr](out.addr, 0)
	place, _, err := o.calls.enter(l)
	if err != nil {
		return err
	}
	o.Start.GetClassObject = cLong(invoke(o.lib.getClassObject, name.addr, out.addr))
	o.calls.leave(place)
	o.addr = load[uintptr](out.addr)
	if o.Start.GetClassObject == 0 || o.addr == 0 {
		return fmt.Errorf("standin: create %s: %w: GetClassObject answered %d", o.Class, ErrNoClass, o.Start.GetClassObject)
	}
	if !o.checkVtables() {
		return fmt.Errorf("standin: create %s: the vtables of the object have empty slots", o.Class)
	}
	return nil
}

func (o *Object) start() error {
	var err error
	vtable := addInDefBaseVtable()
	if o.lib.agreed >= capabilityInterfaces {
		vtable = addInDefBaseExVtable()
	}
	if o.connection, err = instances.add(o, vtable); err != nil {
		return fmt.Errorf("standin: create %s: %w", o.Class, err)
	}
	if o.manager, err = instances.add(o, memoryManagerVtable()); err != nil {
		return fmt.Errorf("standin: create %s: %w", o.Class, err)
	}
	steps := []func() (bool, error){o.setMemManager, o.init}
	if o.options.initFirst {
		slices.Reverse(steps)
	}
	for _, step := range steps {
		ok, err := step()
		if err != nil {
			return err
		}
		if !ok && !o.options.keepFailed {
			return fmt.Errorf("standin: create %s: %w", o.Class, ErrInit)
		}
	}
	o.life.Store(lifeReady)
	return o.introduce()
}

func (o *Object) setMemManager() (ok bool, err error) {
	if o.options.noMemory {
		return true, nil
	}
	o.Start.SetMemManager, err = o.slotBool(tableInitDone, slotSetMemManager, label{slot: "setMemManager"}, o.manager)
	return o.Start.SetMemManager, err
}

func (o *Object) init() (ok bool, err error) {
	if o.options.noInit {
		return true, nil
	}
	o.Start.Init, err = o.slotBool(tableInitDone, slotInit, label{slot: "Init"}, o.connection)
	return o.Start.Init, err
}

// introduce asks for the name and tells locale and language.
func (o *Object) introduce() error {
	if !o.options.noMemory {
		if err := o.registerExtension(); err != nil {
			return err
		}
	}
	info, err := o.slot(tableInitDone, slotGetInfo, label{slot: "GetInfo"})
	if err != nil {
		return err
	}
	o.Start.GetInfo = cLong(info)
	if o.options.locale != "" {
		if err := o.SetLocale(o.options.locale); err != nil {
			return err
		}
	}
	if o.options.language != "" && o.lib.agreed >= capabilityUserLanguage {
		return o.SetLanguage(o.options.language)
	}
	return nil
}

func (o *Object) registerExtension() error {
	l := label{slot: "RegisterExtensionAs"}
	out, _, err := o.heap.alloc(int(ptrSize), ownedByHost, l, false)
	if err != nil {
		return err
	}
	defer o.release(out)
	store[uintptr](out.addr, 0)
	o.Start.RegisterExtensionAs, err = o.slotBool(tableLanguageExtender, slotRegisterExtensionAs, l, out.addr)
	if err != nil {
		return err
	}
	o.Extension, _ = o.takeName(load[uintptr](out.addr), l)
	return nil
}

// SetLocale tells the add-in the locale of the session.
func (o *Object) SetLocale(name string) error {
	return o.tell(tableLocale, slotSetLocale, label{slot: "SetLocale"}, name)
}

// SetLanguage calls SetUserInterfaceLanguageCode, whatever capabilities were agreed on.
func (o *Object) SetLanguage(code string) error {
	return o.tell(tableUserLanguage, slotSetLanguage, label{slot: "SetUserInterfaceLanguageCode"}, code)
}

func (o *Object) tell(table, slot int, l label, text string) error {
	b, err := o.newName(text, l)
	if err != nil {
		return err
	}
	defer o.release(b)
	_, err = o.slot(table, slot, l, b.addr)
	return err
}

// Library is where the object comes from.
func (o *Object) Library() *Library { return o.lib }

// PlatformCalls lists what the add-in asked of IAddInDefBase.
func (o *Object) PlatformCalls() []PlatformCall { return o.platform.all() }

// Allocations counts the calls of AllocMemory so far.
func (o *Object) Allocations() int {
	o.heap.mu.Lock()
	defer o.heap.mu.Unlock()
	return o.heap.number
}

// SetAllocFilter is WithAllocFilter for an object that lives; n goes on counting. Nil removes the filter.
func (o *Object) SetAllocFilter(admit func(n, size int) bool) {
	o.heap.mu.Lock()
	defer o.heap.mu.Unlock()
	o.heap.filter = admit
}

// String names the object in messages: "object 2 (Sentry)".
func (o *Object) String() string { return fmt.Sprintf("object %d (%s)", o.number, o.Class) }

func (o *Object) named(f Fault) Fault {
	f.Object, f.Class = o.number, o.Class
	return f
}

func (o *Object) fault(faults ...Fault) {
	for _, f := range faults {
		o.lib.faults.add(o.named(f))
	}
}
