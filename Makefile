# Everything from a fresh Debian machine with Rust: `make demo`, `make test`. No step before them.
CARGO ?= cargo
# The real data set; not part of this tree.
DATA ?= ../shared/data
# Where cargo builds.
BUILT = $(or $(CARGO_TARGET_DIR),target)
# The program that reads attachments is a workspace of its own, built into the same folder.
VIEWER = cd kiosk/viewer/program && CARGO_TARGET_DIR="$(abspath $(BUILT))" $(CARGO)

.PHONY: demo test test-peers test-office units real lint deny fuzz faults kills bench bench-attachments bench-printing bench-search bench-sync image bundle test-image test-rauc soak-image card test-card image-lock deb test-deb handbook-pictures setup clean bench-kiosk bench-publisher

# One selection of packages everywhere, so that nothing is built twice.
demo: setup
	$(CARGO) build --workspace --bins
	$(VIEWER) build
	"$${CARGO_TARGET_DIR:-target}/debug/demo"

# Clippy is the compiler of whatever is tested, so that one build lints, links and is run, and the dependencies are built once
# (`cargo clippy` beside it would check all of them a second time). This is how cargo-clippy hands its arguments on.
test real test-peers test-office faults kills: export RUSTC_WORKSPACE_WRAPPER := clippy-driver
test real test-peers test-office faults kills: export CLIPPY_ARGS := -D__CLIPPY_HACKERY__warnings

test: setup
	$(CARGO) fmt --all --check
	$(VIEWER) fmt --check
	$(CARGO) build --workspace --bins
	$(VIEWER) test
	$(CARGO) test --workspace

# What `make test` lints, without building it: for the desk of whoever writes.
lint: setup
	$(CARGO) fmt --all --check
	$(VIEWER) fmt --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(VIEWER) clippy --all-targets -- -D warnings

# Publishes, fetches, searches and prints real documents; fails when DATA holds none.
real: setup
	tests/peers/setup.sh
	DATA="$(abspath $(DATA))" $(CARGO) test --workspace --features e2e/real-input --test real_input

# Slips, a feed in a bucket, a site with old TLS, signed metadata and the register as a workbook against tools that others wrote.
test-peers: setup
	tests/peers/setup.sh
	$(CARGO) build --workspace --bins
	"$(BUILT)/peers/bin/python" tests/peers/printing.py "$(BUILT)/debug/printer"
	"$(BUILT)/peers/bin/python" tests/peers/bucket.py "$(BUILT)/debug"
	"$(BUILT)/peers/bin/python" tests/peers/portal.py "$(BUILT)/debug"
	"$(BUILT)/peers/bin/python" tests/peers/schema.py sync-agent/feed/schema sync-agent/feed/vectors sync-agent/batch
	"$(BUILT)/peers/bin/python" tests/peers/batches.py deploy/UPLOAD.md sync-agent/batch/vectors/inbox sync-agent/batch/vectors/expected.json
	$(CARGO) build --workspace --example office_files
	"$(BUILT)/debug/examples/office_files" "$(BUILT)/peers/office"
	"$(BUILT)/peers/bin/python" tests/peers/workbook.py "$(BUILT)/peers/office"
	$(CARGO) build --workspace --example tuf_client
	"$(BUILT)/peers/bin/python" tests/peers/metadata.py sync-agent/feed/vectors/sound sync-agent/feed/vectors/root.json \
	  "$(BUILT)/debug/examples/tuf_client"

# A day at the office's page by the keyboard alone: the real kiosk, desk-page and Chromium. Needs chromium, chromium-driver and xvfb.
# LOOK=FOLDER keeps pictures to be looked at.
test-office: setup
	$(CARGO) build --workspace --bins
	$(CARGO) build --workspace --example office_day
	python3 tests/peers/office.py "$(BUILT)/debug" $(if $(LOOK),"$(abspath $(LOOK))")

# What systemd and udev say about the units and rules in deploy/.
units: setup
	$(CARGO) build --workspace --bin terminal-config
	tests/units.sh

# Every fault of the printer, on every way to it, at every moment, with and without the kiosk killed; 10,000 slips with random faults;
# a month of three terminals, changed at random 1,000 times.
faults: setup
	$(CARGO) build --workspace --bins
	FAULTS=all $(CARGO) test --workspace --test spool
	JOBS=10000 $(CARGO) test --workspace --test simulated
	JOBS=10000 $(CARGO) test --workspace --lib over_many_orders
	TAMPERINGS=1000 $(CARGO) test --workspace --test register month

# Measurements; no tests. Figures and what they mean: tests/benchmarks.
bench: bench-printing

bench-printing: setup
	tests/peers/setup.sh
	$(CARGO) build --release -p printer --example measure
	$(CARGO) build --workspace --example first_byte
	mkdir -p "$(BUILT)/bench" && "$(BUILT)/debug/examples/first_byte" "$(BUILT)/bench"
	"$(BUILT)/peers/bin/python" tests/benchmarks/printing/bench.py "$(BUILT)/release/examples/measure"

# Every fuzz target for RUNS executions, or only TARGETS.
RUNS ?= 1000000
fuzz: setup
	RUNS="$(RUNS)" TARGETS="$(TARGETS)" tests/fuzz/run.sh

# SIGKILL at a thousand random moments of the agent's work, a disk that is full at each of its pages, each page of a mirror
# damaged (`make test` takes a few of each); SEED chooses other moments.
KILLS ?= 1000
SEED ?= 2026
kills: setup
	KILLS=$(KILLS) SEED=$(SEED) $(CARGO) test --workspace --test attacks kills -- --nocapture
	STEP_KIB=4 PAGES=1000 $(CARGO) test --workspace --test attacks -- --nocapture disk damage

# Measurements against other libraries; no tests. Each prints the table of tests/benchmarks/<name>.md.
bench: bench-search bench-sync

# DOCUMENTS=100000 takes half an hour and 6 GB.
bench-search: setup
	DATA="$(abspath $(DATA))" tests/benchmarks/search/run.sh

# What a poll costs, and a fleet of terminals on one web server. Needs nginx.
bench-sync: setup
	$(CARGO) build --release -p publisher -p sync-agent
	python3 tests/benchmarks/sync/measure.py poll --bin "$${CARGO_TARGET_DIR:-target}/release" --documents $(or $(DOCUMENTS),100000)
	python3 tests/benchmarks/sync/measure.py fleet --bin "$${CARGO_TARGET_DIR:-target}/release"

# The publisher beside trafilatura: bodies of real pages, pages a second.
bench-publisher: setup
	DATA="$(abspath $(DATA))" tests/benchmarks/publisher/run.sh

# The kiosk beside Chromium in kiosk mode: start, memory, frames; its keyboard and its characters. MIRROR=FOLDER measures on a mirror that there is.
bench-kiosk: setup
	DATA="$(abspath $(DATA))" $(if $(MIRROR),MIRROR="$(abspath $(MIRROR))") tests/benchmarks/kiosk/run.sh

# Attachments beside PDFium and MuPDF: pages, text, time, memory, hostile files. LOOK=FOLDER keeps pages to be looked at.
bench-attachments: setup
	DATA="$(abspath $(DATA))" $(if $(LOOK),LOOK="$(abspath $(LOOK))") tests/benchmarks/attachments/run.sh

# What is written to a device's card or disk (deploy/image): BOARD=qemu, uefi or rpi. CONFIG=FOLDER goes on the partition for
# terminal.toml and keys. Says what is missing on this machine and installs nothing. 20 minutes the first time, then 5.
BOARD ?= qemu
image:
	deploy/image/build.sh "$(BOARD)" out/image $(if $(CONFIG),"$(abspath $(CONFIG))")

# What terminals with an image of that board are renewed with, from the image that was built last: BUNDLE_KEY and BUNDLE_CERT sign it, the
# image was built with BUNDLE_CA. Offered to them by `publisher bundle add`.
bundle:
	deploy/image/bundle.sh "$(BOARD)" out/image

# The image itself on an emulated device, from its switch on: home screen, touch, print, sync, power cuts, updates. Says what is missing on this
# machine. Three times as many devices beside each other as there are processors, or DEVICES=2. LOOK=FOLDER keeps pictures and logs, STEPS="home change"
# takes a few in one device, CUTS=50 cuts the power more often, PATIENCE=3 waits longer.
test-image: setup
	$(CARGO) build --workspace --bins
	$(VIEWER) build
	$(if $(IMAGES),,tests/device/images.sh out/test-image)
	STEPS="$(STEPS)" CUTS="$(or $(CUTS),5)" PATIENCE="$(or $(PATIENCE),1)" DEVICES="$(DEVICES)" python3 tests/device/devices.py "$(BUILT)/debug" "$(or $(IMAGES),out/test-image)" $(if $(LOOK),"$(abspath $(LOOK))")

# The power goes CUTS=50 times while documents are applied and slips are printed; hours.
soak-image:
	$(MAKE) test-image STEPS="home power_cuts" CUTS="$(or $(CUTS),50)"

# Writes a card: IMAGE=FILE, CONFIG=FOLDER with terminal.toml and root.json, TO=DISK. Looks at the settings first, reads back what was written.
card:
	$(CARGO) build -p config
	TERMINAL_CONFIG="$(BUILT)/debug/terminal-config" deploy/image/card.sh "$(IMAGE)" "$(CONFIG)" "$(TO)"

# The same on files in place of cards.
test-card:
	$(CARGO) build -p config
	tests/card.sh "$(BUILT)/debug/terminal-config"

# RAUC itself on the device's settings, loader script and bundle hook. Needs root and says what else is missing.
test-rauc:
	tests/rauc.sh

# Takes the packages that Debian's mirror has today; the change of packages.lock is to be looked at and committed.
image-lock:
	deploy/image/base.sh --relock

# Debian packages of all programs, for this machine's processor or ARCH=arm64; PROFILE=dev packs programs that are not optimised.
ARCH ?= $(shell dpkg --print-architecture)
deb: setup
	deploy/packages/build.sh "$(ARCH)" out/packages

# What the RUNBOOK tells to type, in fresh roots of Debian 12 and 13 (or SUITES=trixie), with packages made on the spot or those in PACKED.
# ARCH=arm64 on another machine: built across as for release, and run in its roots by qemu-user.
test-deb: export PROFILE ?= $(if $(filter $(ARCH),$(shell dpkg --print-architecture)),dev,release)
test-deb: setup
	$(if $(PACKED),,rm -rf out/packages-tried && deploy/packages/build.sh "$(ARCH)" out/packages-tried)
	ARCH="$(ARCH)" tests/packages.sh "$(or $(PACKED),out/packages-tried)" $(SUITES)

# Draws the pictures of the handbooks anew, after a screen has changed; `make test` says which ones have aged. To be looked at and committed.
handbook-pictures: setup
	$(CARGO) build --workspace --bins
	"$(BUILT)/debug/kiosk" handbook-pictures deploy/handbooks

deny:
	$(CARGO) deny check
	$(CARGO) deny --manifest-path kiosk/viewer/program/Cargo.toml check --config deny.toml

# Installs the Debian packages that are missing, and only those.
PACKAGES := gcc libc6-dev pkg-config libfontconfig-dev libudev-dev libinput-dev libxkbcommon-dev fonts-noto-cjk librime1 rime-data-pinyin-simp rime-prelude espeak-ng
# The window under X11 loads these when it opens.
WINDOW := libxkbcommon-x11-0 libxcursor1 libxi6 libx11-xcb1
ifneq ($(DISPLAY),)
PACKAGES += $(WINDOW)
endif
# One is opened where nobody looks.
test: PACKAGES += xvfb $(WINDOW)
# Peers are Python packages.
real test-peers bench-printing bench-publisher: PACKAGES += python3-venv
# Reads back what the desk writes for spreadsheets.
test-peers: PACKAGES += libreoffice-calc-nogui
# The peer of `make bench-search`.
bench-search: PACKAGES += python3-xapian zstd
bench-sync: PACKAGES += nginx-light python3
bench-kiosk: PACKAGES += chromium xvfb xauth python3 zstd fonts-hanazono
units: PACKAGES += systemd udev nftables
test-deb: PACKAGES += lintian mmdebstrap
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
