# Pulse.Native. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

CONFIGURATION ?= Release
DOTNET ?= dotnet
PREFIX ?= /usr/local
LIBDIR ?= lib
# What the command line is installed as, where another program is called pulse.
CLI_NAME ?= pulse
PYTHON ?= python3
HOST_RID := $(shell uname -m | sed -e 's/x86_64/linux-x64/' -e 's/aarch64/linux-arm64/')
RID ?= $(HOST_RID)
OUT := artifacts
# What is built for another machine has a folder of its own.
LIB_FOLDER := $(OUT)/lib$(if $(filter $(RID),$(HOST_RID)),,/$(RID))
LIB := $(LIB_FOLDER)/libpulse_native.so
# The machines of a release.
RELEASE_RIDS ?= linux-x64 linux-arm64
BIN_FOLDER := $(OUT)/bin$(if $(filter $(RID),$(HOST_RID)),,/$(RID))
CLI := $(BIN_FOLDER)/pulse
SANDBOX := $(BIN_FOLDER)/pulse-sandbox
PACKAGES := $(OUT)/packages
ENGINE_SOURCES := $(shell find src/Pulse.Client -name '*.cs' -o -name '*.csproj' -o -name '*.g.html') Directory.Build.props Directory.Packages.props
PACKAGE_SOURCES := $(shell find src/Pulse.Client src/Pulse.Client.Extensions src/Pulse.Client.Postgres -type f) src/Package.props Directory.Build.props Directory.Packages.props
PUBLISH := $(DOTNET) publish -c $(CONFIGURATION) -r $(RID) --nologo -v quiet -clp:NoSummary

export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.PHONY: help run test check lib cli wheel deps bench samples packages pack generate clean install uninstall dist release

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-10s %s\n", $$1, $$2}'
	@echo
	@echo "  make run ARGS=\"my.pdf\"   extracts any file or folder; RID=$(RID)"

run: ## Start the sandbox, extract a sample (or ARGS) with the CLI, stop the sandbox
	@scripts/run-samples $(ARGS)

test: deps ## Run every suite; ends with "N passed, N failed"
	@$(PYTHON) tests/run_all.py --build

check: ## The fast checks: generated files, formatting, linters, unit tests
	@scripts/check $(ARGS)

lib: $(LIB) ## Build artifacts/lib/libpulse_native.so
cli: $(CLI) $(SANDBOX) ## Build artifacts/bin/pulse and artifacts/bin/pulse-sandbox

packages: $(PACKAGES)/.packed ## Pack Pulse.Client, .Extensions and .Postgres into artifacts/packages

pack: packages ## The same, and in artifacts/nuget
	@ln -sfn packages $(OUT)/nuget

wheel: lib ## Build artifacts/wheel: the Python package as a wheel, and its sources
	@$(PYTHON) scripts/make-wheel $(LIB) $(OUT)/wheel$(if $(filter $(RID),$(HOST_RID)),,/$(RID))

deps: ## Check what is needed, and install what Debian can bring
	@scripts/deps

bench: lib ## Compare with libcurl + cJSON and requests (needs nginx; not part of the tests)
	@$(PYTHON) bench/run.py $(ARGS)

generate: ## Write the generated files again: from the lists of options and codes, then from the header and the client
	@$(DOTNET) run --project tools/Pulse.Describe -c Debug -- .
	@$(DOTNET) run --project tools/Pulse.Generate -c Debug -p:SkipPublicApiCheck=true -- .

samples: ## Make the documents of samples/ anew
	@$(PYTHON) samples/make_samples.py

install: lib cli ## Install below PREFIX (/usr/local), staged in DESTDIR; the command line as CLI_NAME (pulse)
	@scripts/install --cli-name "$(CLI_NAME)" --library $(LIB) "$(PREFIX)" "$(DESTDIR)" "$(LIBDIR)"

uninstall: ## Remove what `make install` with the same PREFIX, DESTDIR, LIBDIR and CLI_NAME has put there
	@scripts/install --uninstall --cli-name "$(CLI_NAME)" "$(PREFIX)" "$(DESTDIR)" "$(LIBDIR)"

dist: lib cli ## Pack artifacts/dist/pulse-native-VERSION-RID.tar.gz, a tree that works wherever it is unpacked
	@scripts/make-dist $(RID) $(LIB) $(BIN_FOLDER)

release: lib cli packages ## Make artifacts/release: archives, wheels, packages, bill of materials, sums, and a table of what was checked
	@for rid in $(RELEASE_RIDS); do $(MAKE) --no-print-directory lib cli RID=$$rid || exit; done
	@$(PYTHON) scripts/make-release $(OUT)/release $(RELEASE_RIDS)

clean: ## Remove everything that was built
	rm -rf $(OUT)

$(LIB): $(ENGINE_SOURCES) $(shell find native -type f) scripts/make-glibc-stubs scripts/check-glibc
	@scripts/deps --build-only $(RID)
	@mkdir -p $(dir $@) $(OUT)/build/obj
	@echo "publishing libpulse_native.so for $(RID)" >&2
	@$(PUBLISH) native/Pulse.Native.csproj -o $(OUT)/publish/lib-$(RID)
	@install -m 755 $(OUT)/publish/lib-$(RID)/libpulse_native.so $@
	@ln -sf libpulse_native.so $@.1

GLIBC := $(shell find native/glibc -type f) scripts/make-glibc-stubs scripts/check-glibc

$(CLI): $(ENGINE_SOURCES) $(GLIBC) native/Interop/TrustPlaces.cs native/shim/machine_roots.h native/substitutions.xml native/Substitutions.targets $(shell find src/Pulse.Cli -name '*.cs' -o -name '*.csproj' -o -name '*.c')
	@scripts/deps --build-only $(RID)
	@mkdir -p $(dir $@)
	@echo "publishing pulse for $(RID)" >&2
	@$(PUBLISH) src/Pulse.Cli/Pulse.Cli.csproj -o $(OUT)/publish/cli-$(RID)
	@install -m 755 $(OUT)/publish/cli-$(RID)/pulse $@

$(SANDBOX): $(GLIBC) $(shell find src/Pulse.Sandbox -name '*.cs' -o -name '*.csproj' -o -path '*/Page/*') $(shell find src/Pulse.Client/Reports -maxdepth 1 -type f) Directory.Build.props Directory.Packages.props
	@scripts/deps --build-only $(RID)
	@mkdir -p $(dir $@)
	@echo "publishing pulse-sandbox for $(RID)" >&2
	@$(PUBLISH) src/Pulse.Sandbox/Pulse.Sandbox.csproj -o $(OUT)/publish/sandbox-$(RID)
	@install -m 755 $(OUT)/publish/sandbox-$(RID)/pulse-sandbox $@

# The folder holds the packages of this version and nothing older: it is made anew.
$(PACKAGES)/.packed: $(PACKAGE_SOURCES)
	@rm -rf $(PACKAGES)
	@mkdir -p $(PACKAGES)
	@echo "packing Pulse.Client, Pulse.Client.Extensions and Pulse.Client.Postgres" >&2
	@for name in Pulse.Client.Extensions Pulse.Client.Postgres Pulse.Client; do $(DOTNET) pack src/$$name/$$name.csproj -c Release -o $(PACKAGES) --nologo -v quiet -clp:NoSummary || exit 1; done
	@touch $@
