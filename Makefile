# What can be done here: make help. The work itself is in build/ and scripts/.

.DEFAULT_GOAL := help
DSN ?=
LANGUAGE ?=
SOAK ?= 10m
SHORT ?=
FUZZ ?= 3s

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: ## build, attach without 1C, send real errors and show what arrives (DSN=… sends to your server)
	@scripts/demo.sh '$(DSN)' '$(LANGUAGE)'

test: ## everything that a change can break, with Go and a C compiler: vet, staticcheck, tests, race detector, sanitizers
	@scripts/check.sh

lint: ## linters of shell, C and 1C's language (install what they need into build/out; want Python, Java and Maven)
	@scripts/lint.sh

fuzz: ## every fuzz target for as long as asked (FUZZ=3s)
	@scripts/fuzz.sh $(FUZZ)

e2e: ## the same against real Sentry software (installs Bugsink and others into build/out)
	go test -count=1 -tags e2e -timeout 15m ./build/e2e ./build/kit/browser

pictures: ## take the pictures of README anew, by a real browser from a real Bugsink and Spotlight
	@scripts/pictures.sh

soak: ## kill processes that report all kinds of things, in bursts too, for as long as asked each, damage 1,000 files, count what arrives (SOAK=10m)
	SENTRY1C_SOAK=$(SOAK) go test -count=1 -timeout 0 -v -run 'Kill|Burst|Flood' ./native/killtest
	SENTRY1C_MUTATIONS=1000 go test -count=1 -timeout 0 -v -run 'Recover_mutations' ./addin
	SENTRY1C_SOAK=$(SOAK) go test -count=1 -timeout 0 -run 'TestRandom' ./addin

bench: ## what a call costs 1C, a burst, a backlog and the worker, beside sentry-go in the same run
	go run ./build bench

dist: ## every file of a release in build/out/dist (installs the pinned compiler)
	go run ./build dist

dist-test: dist ## run what was built where it can be run: other glibc, 386, arm64 under qemu, Windows under Wine (SHORT=1: the quick part)
	go test -count=1 -v -tags dist -timeout 60m $(if $(SHORT),-short) ./build/disttest

ext: ## make the configuration extension (.cfe) with the add-in inside, without 1C
	go run ./build ext

docs: ## write what documents say from the sources: tables, the version
	go run ./build docs

clean: ## remove what was built
	rm -rf build/out

.PHONY: help demo test lint fuzz e2e pictures soak bench dist dist-test ext docs clean
