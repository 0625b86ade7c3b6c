# Everything from a fresh Debian machine with Rust: `make demo`, `make test`. No step before them.
CARGO ?= cargo
# The real data set; not part of this tree.
DATA ?= ../shared/data

.PHONY: demo test real lint deny fuzz kills bench bench-sync setup clean

# One selection of packages everywhere, so that nothing is built twice.
demo: setup
	$(CARGO) build --workspace --bins
	"$${CARGO_TARGET_DIR:-target}/debug/demo"

test: lint
	$(CARGO) build --workspace --bins
	$(CARGO) test --workspace

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings

# Publishes, fetches, searches and prints real documents; fails when DATA holds none.
real: setup
	tests/peers/setup.sh
	DATA="$(abspath $(DATA))" $(CARGO) test --workspace --features e2e/real-input --test real_input

# Every fuzz target for RUNS executions, or only TARGETS.
RUNS ?= 1000000
fuzz: setup
	RUNS="$(RUNS)" TARGETS="$(TARGETS)" tests/fuzz/run.sh

# SIGKILL at a thousand random moments of the agent's work (`make test` takes a few); SEED chooses others.
KILLS ?= 1000
SEED ?= 2026
kills: setup
	KILLS=$(KILLS) SEED=$(SEED) $(CARGO) test -p sync-agent --test attacks kills -- --nocapture

bench: bench-sync

# What a poll costs, and a fleet of terminals on one web server. Needs nginx.
bench-sync: setup
	$(CARGO) build --release -p publisher -p sync-agent
	python3 tests/benchmarks/sync/measure.py poll --bin "$${CARGO_TARGET_DIR:-target}/release" --documents $(or $(DOCUMENTS),100000)
	python3 tests/benchmarks/sync/measure.py fleet --bin "$${CARGO_TARGET_DIR:-target}/release"

deny:
	$(CARGO) deny check

# Installs the Debian packages that are missing, and only those.
PACKAGES := gcc libc6-dev pkg-config libfontconfig-dev libudev-dev libinput-dev libxkbcommon-dev fonts-noto-cjk
# The window under X11 loads these when it opens.
ifneq ($(DISPLAY),)
PACKAGES += libxkbcommon-x11-0 libxcursor1 libxi6 libx11-xcb1
endif
# The peers of `make real` are Python packages.
real: PACKAGES += python3-venv
bench-sync: PACKAGES += nginx-light python3
# libFuzzer is C++.
fuzz: PACKAGES += g++

setup:
	@command -v $(CARGO) >/dev/null || { echo "Rust is missing: install it from https://rustup.rs, then again" >&2; exit 1; }
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query --show --showformat='$${db:Status-Status}\n' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  root=""; [ "$$(id -u)" = 0 ] || root=sudo; \
	  $$root apt-get update -q && DEBIAN_FRONTEND=noninteractive $$root apt-get install -qy --no-install-recommends $$missing; \
	fi

clean:
	$(CARGO) clean
	rm -rf out
