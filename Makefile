# make demo    opus at work on a made-up fleet, no opsi server needed
# make test    every test
# make bench   speed, as ratios measured in one run
# make lint    format and style
# make format  mends what lint finds, where it can
# make man     packaging/man/*.1, from the programs' own help
# make dashboards   dashboards/grafana/*.json and the alert rules for Grafana, from their sources
.PHONY: demo test bench lint format build man dashboards test-dashboards

SOURCES := Package.swift Sources Mocks Tests

build:
	@.ci/require-swift
	@.ci/install-packages zlib1g-dev

demo: build
	swift build --product opus-demo
	@exec .build/debug/opus-demo $(ARGS)

test: build
	@.ci/install-packages prometheus prometheus-alertmanager jsonnet zsh fish man-db
	swift build --build-tests
	swift test --skip-build --skip 'DashboardTests.(AlertingTests|LiveDataTests)'

# Dashboards and alerts, with those tests that watch a live Prometheus and Alertmanager for a while;
# on a loaded machine they are not steady enough yet for `make test`.
test-dashboards: build
	@.ci/install-packages prometheus prometheus-alertmanager jsonnet
	swift build --build-tests
	swift test --skip-build --filter DashboardTests

bench: build
	swift build -c release --product opsi-mock
	swift build -c release --product opus-bench
	.build/release/opus-bench $(ARGS)

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

# What Grafana imports, from its source and from the alerts for Prometheus.
dashboards:
	@.ci/install-packages jsonnet
	jsonnet --multi dashboards/grafana dashboards/grafana/source/main.jsonnet
	jsonnet --string --output-file dashboards/grafana/provisioning/alerting/opus.yaml \
		dashboards/grafana/source/alerting.jsonnet
