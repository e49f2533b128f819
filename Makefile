# `make help` lists the targets.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
CORPUS ?= ../shared/corpus/db
# How long `make fuzz` runs.
seconds ?= 60
# How many moments `make moments` tries.
moments ?= 100

# Modules must be named as dependencies where they are imported. (Package.swift makes warnings errors.)
checks := --explicit-target-dependency-import-check error
# The binary runs where no Swift is installed. The toolchain's own linker makes it a tenth smaller than Debian's: it packs
# relocations, folds equal functions and exports nothing.
smaller := -Xswiftc -use-ld=lld -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs \
    -Xlinker --no-export-dynamic
release := --configuration release --static-swift-stdlib $(smaller) $(checks)
sources := Sources Tests Fuzz Package.swift
binary := .build/release/plan

# Options of `make bench`.
BENCH ?=

.DEFAULT_GOAL := help
.PHONY: help build test instructions bench fuzz moments coverage demo install deb debcheck format lint clean

help: ## list the targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/    \1\t\2/p' Makefile | expand -t 20

build: ## build the program, with optimisation, into .build/release/plan
	scripts/install-dependencies.sh build
	$(SWIFT) build $(release) --product plan

test: ## run all tests; none is skipped for want of PostgreSQL, Chromium or a package of PyPI
	scripts/install-dependencies.sh test
	PLAN_REQUIRE_POSTGRES=1 PLAN_REQUIRE_CHECK_JSONSCHEMA=1 PLAN_REQUIRE_PGLAST=1 \
	    PLAN_REQUIRE_BROWSER=1 $(SWIFT) test $(checks)
	$(MAKE) instructions

instructions: build ## compare the instructions that a row costs with those of before
	Benchmarks/instructions.py check

bench: build ## time the program beside COPY and other tools; BENCH='narrow --scale 0.1' takes options
	Benchmarks/bench.py $(BENCH)

fuzz: ## fuzz the parser of SQL for a minute, or for seconds=N
	scripts/install-dependencies.sh build
	Fuzz/run.sh SQLParser $(seconds)

moments: ## stop runs at 100 random moments, go on with them and compare; moments=N says how many
	scripts/install-dependencies.sh test
	$(SWIFT) build $(checks) --product plan
	Tests/Independent/stop_at_random.py .build/debug/plan --moments $(moments)

coverage: ## count what is carried of real databases, in CORPUS, for docs/coverage.md
	$(SWIFT) build $(checks) --product coverage
	scripts/coverage.sh $(CORPUS) >docs/coverage.md

demo: build ## move the example shop into a throwaway PostgreSQL server
	scripts/install-dependencies.sh demo
	scripts/build-shop.sh
	$(binary) rehearse plans/shop.plan.yml

$(binary):
	$(MAKE) build

install: $(binary) ## install the program, its manual, schemas and completions; PREFIX and DESTDIR say where
	install -D -s -m 755 $(binary) '$(DESTDIR)$(PREFIX)/bin/plan'
	install -D -m 644 -t '$(DESTDIR)$(PREFIX)/share/plan/schemas' schemas/*.json
	install -d '$(DESTDIR)$(PREFIX)/share/bash-completion/completions' \
	    '$(DESTDIR)$(PREFIX)/share/zsh/site-functions' '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d'
	install -d '$(DESTDIR)$(PREFIX)/share/man/man1'
	$(binary) manual >'$(DESTDIR)$(PREFIX)/share/man/man1/plan.1'
	$(binary) completions bash >'$(DESTDIR)$(PREFIX)/share/bash-completion/completions/plan'
	$(binary) completions zsh >'$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_plan'
	$(binary) completions fish >'$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/plan.fish'

deb: $(binary) ## make dist/plan_VERSION_ARCHITECTURE.deb, which needs no Swift where it is installed
	scripts/install-dependencies.sh deb
	scripts/build-deb.sh $(binary)

debcheck: deb ## install the package on a fresh Debian, use it and remove it; needs root and debootstrap
	scripts/check-deb.sh dist/plan_*.deb

format: ## put the sources into the house style
	$(SWIFT) format format --in-place --parallel --recursive $(sources)

lint: ## check the sources, and the scripts where shellcheck is installed
	$(SWIFT) format lint --strict --parallel --recursive $(sources)
	if command -v shellcheck >/dev/null; then shellcheck scripts/*.sh Benchmarks/*.sh Fuzz/run.sh .ci/run; fi

clean: ## remove what was built
	rm -rf .build dist data/shop.db
