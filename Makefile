# make demo    opus at work on a made-up fleet, no opsi server needed
# make lab     the small fleet on which every example of docs/cli.md runs
# make test    every test
# make bench   speed, as ratios measured in one run, beside the stored baseline; ARGS=--quick
# make soak    a real exporter, scraped without a pause while its server fails; MINUTES=5
# make fuzz    hostile answers and logs for their readers, beginning with recorded ones
# make consumers   an exporter, read by VictoriaMetrics, Zabbix and others; ARGS=zabbix for one
# make docs    the pages of all libraries as one site, its links checked
# make deb     the Debian package, checked by lintian; make test-deb runs it in fresh Debians
# make release  sources, package and checksums of what is committed, always the same bytes
# make function-order   packaging/function-order, from what runs in the programs as released
# make lint    format and style
# make format  mends what lint finds, where it can
# make man     packaging/man/*.1, from the programs' own help
# make dashboards   alerts for Prometheus and Grafana, and dashboards/grafana/*.json, from the mixin
.PHONY: demo lab test bench soak fuzz consumers lint format build man dashboards docs function-order deb test-deb release

SOURCES := Package.swift Sources Mocks Tests

build:
	@.ci/require-swift
	@.ci/install-packages zlib1g-dev libcrypt-dev libyaml-dev

demo: build
	swift build --product opus-demo
	swift build --product opus
	@exec .build/debug/opus-demo $(ARGS)

lab: build
	swift build --product opsi-mock
	swift build --product opus
	@exec docs/lab $(ARGS)

# All tests at once would starve each other of time, and their servers' and clients' limits with it.
test: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 8
test: build
	@.ci/install-packages prometheus prometheus-alertmanager jsonnet chromium-headless-shell \
		fonts-dejavu-core systemd zsh fish man-db
	swift build --build-tests
	swift test --skip-build

# The programs as the package has them.
bench: build
	@.ci/install-packages binutils nginx-light prometheus-node-exporter wrk
	for product in opsi-mock opus-exporter opus opus-bench; do \
		packaging/swift-build --product $$product || exit; \
	done
	.build/release/opus-bench $(ARGS)

# More in ARGS: --rate 200 (scrapes a second), --faults 0.1 (share of requests), --seed 1
soak: MINUTES ?= 5
soak: build
	swift build -c release --product opus-exporter
	swift build -c release --product opus-soak
	.build/release/opus-soak --minutes $(MINUTES) $(ARGS)

# A minute, or as long as libFuzzer is told: make fuzz ARGS=-max_total_time=3600
fuzz: build
	Tests/Fuzz/run $(ARGS)

# Real programs beside the system. All of them are 300 MB to download, so that CI takes small ones.
consumers: build
	@.ci/install-packages curl jsonnet
	swift build --product opsi-mock
	swift build --product opus-exporter
	Tests/Consumers/run $(ARGS)

lint:
	@.ci/require-swift
	swift format lint --strict --recursive --parallel $(SOURCES)

format:
	swift format --in-place --recursive --parallel $(SOURCES)

# The manual pages; a test compares them with the programs.
man: build
	swift build --product opus
	swift build --product opus-exporter
	swift build --product opus-manual
	for program in opus opus-exporter; do \
		.build/debug/$$program --experimental-dump-help \
			| .build/debug/opus-manual "$$(.build/debug/$$program --version)" \
			> packaging/man/$$program.1 || exit; \
	done

# Alerts and what Grafana imports, from dashboards/mixin.libsonnet and its configuration.
MIXIN = (import \"dashboards/mixin.libsonnet\")
dashboards:
	@.ci/install-packages jsonnet
	jsonnet --string --output-file dashboards/prometheus/alerts.yml \
		--exec "$(MIXIN).alertsFile"
	jsonnet --string --output-file dashboards/prometheus/alerts-without-keep-firing.yml \
		--exec "($(MIXIN) { _config+:: { keepFiring: false } }).alertsFile"
	sed -i "s#runbook_url: .*/\([A-Za-z]*\.md\)#runbook_url: $$(jsonnet --string \
		--exec "$(MIXIN)._config.runbookAddress")/\1#" dashboards/prometheus/tests.yml
	jsonnet --multi dashboards/grafana dashboards/grafana/source/main.jsonnet
	jsonnet --string --output-file dashboards/grafana/provisioning/alerting/opus.yaml \
		dashboards/grafana/source/alerting.jsonnet

# BASE=/path, where it is not served at the root of a server.
docs: build
	@.ci/install-packages jq
	docs/build-site

# What a package is made with; lintian and systemd check it.
PACKAGING := binutils chrpath dpkg-dev lintian systemd

# After larger changes: which functions run and are to lie side by side; what it names and is gone
# does no harm.
function-order: build
	@.ci/install-packages binutils curl valgrind
	for product in opsi-mock opus-exporter opus; do \
		packaging/swift-build --product $$product || exit; \
	done
	packaging/trace-functions .build/release

deb: build
	@.ci/install-packages $(PACKAGING)
	packaging/build-deb
	lintian --tag-display-limit 0 --fail-on error,warning .build/deb/opus_*.deb
	.ci/check-units packaging/systemd

# Needs root, and Debian's archive (MIRROR=...); it boots a container, nothing of this machine's.
test-deb: deb
	@.ci/install-packages curl debootstrap procps systemd-container
	swift build --product opsi-mock
	packaging/test-deb .build/deb/opus_*.deb .build/debug/opsi-mock

release: build
	@.ci/install-packages $(PACKAGING)
	packaging/release
	lintian --tag-display-limit 0 --fail-on error,warning \
		".build/release-$$(packaging/version)"/opus_*.deb
