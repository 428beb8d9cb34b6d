# Pulse.Native. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

RID ?= $(shell uname -m | sed -e 's/x86_64/linux-x64/' -e 's/aarch64/linux-arm64/')
CONFIGURATION ?= Release
DOTNET ?= dotnet
PYTHON ?= python3
OUT := artifacts
LIB := $(OUT)/lib/libpulse_native.so
CLI := $(OUT)/bin/pulse
SANDBOX := $(OUT)/bin/pulse-sandbox
ENGINE_SOURCES := $(shell find src/Pulse.Client -name '*.cs' -o -name '*.csproj') Directory.Build.props Directory.Packages.props
PUBLISH := $(DOTNET) publish -c $(CONFIGURATION) -r $(RID) --nologo -v quiet -clp:NoSummary

export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.PHONY: help run test lib cli wheel deps bench samples clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-10s %s\n", $$1, $$2}'
	@echo
	@echo "  make run ARGS=\"my.pdf\"   extracts any file; RID=$(RID)"

run: cli ## Start the sandbox, extract samples/ (or ARGS) with the CLI, stop the sandbox
	@scripts/run-samples $(ARGS)

test: deps ## Run every suite; ends with "N passed, N failed"
	@$(MAKE) --no-print-directory lib cli
	@$(PYTHON) tests/run_all.py

lib: $(LIB) ## Build artifacts/lib/libpulse_native.so
cli: $(CLI) $(SANDBOX) ## Build artifacts/bin/pulse and artifacts/bin/pulse-sandbox

wheel: lib ## Build artifacts/wheel: the Python package as a wheel, and its sources
	@$(PYTHON) scripts/make-wheel $(LIB) $(OUT)/wheel

deps: ## Check what is needed, and install what Debian can bring
	@scripts/deps

bench: lib ## Compare with libcurl + cJSON and requests (needs nginx; not part of the tests)
	@$(PYTHON) bench/run.py $(ARGS)

samples: ## Make the documents of samples/ anew
	@$(PYTHON) samples/make_samples.py

clean: ## Remove everything that was built
	rm -rf $(OUT)

$(LIB): $(ENGINE_SOURCES) $(shell find native -type f)
	@scripts/deps --build-only
	@mkdir -p $(dir $@) $(OUT)/build/obj
	@echo "publishing libpulse_native.so for $(RID)" >&2
	@$(PUBLISH) native/Pulse.Native.csproj -o $(OUT)/publish/lib
	@install -m 755 $(OUT)/publish/lib/libpulse_native.so $@
	@ln -sf libpulse_native.so $@.1

$(CLI): $(ENGINE_SOURCES) $(shell find src/Pulse.Cli -name '*.cs' -o -name '*.csproj')
	@scripts/deps --build-only
	@mkdir -p $(dir $@)
	@echo "publishing pulse for $(RID)" >&2
	@$(PUBLISH) src/Pulse.Cli/Pulse.Cli.csproj -o $(OUT)/publish/cli
	@install -m 755 $(OUT)/publish/cli/pulse $@

$(SANDBOX): $(shell find src/Pulse.Sandbox -name '*.cs' -o -name '*.csproj') Directory.Build.props Directory.Packages.props
	@scripts/deps --build-only
	@mkdir -p $(dir $@)
	@echo "publishing pulse-sandbox for $(RID)" >&2
	@$(PUBLISH) src/Pulse.Sandbox/Pulse.Sandbox.csproj -o $(OUT)/publish/sandbox
	@install -m 755 $(OUT)/publish/sandbox/pulse-sandbox $@
