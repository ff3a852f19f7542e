# make demo    opus at work on a made-up fleet, no opsi server needed
# make test    every test
# make bench   speed, as ratios measured in one run
# make lint    format and style
# make format  mends what lint finds, where it can
.PHONY: demo test bench lint format build

SOURCES := Package.swift Sources Mocks Tests

build:
	@.ci/require-swift
	@.ci/install-packages zlib1g-dev

demo: build
	swift build --product opus-demo
	@exec .build/debug/opus-demo $(ARGS)

test: build
	@.ci/install-packages prometheus
	swift build --build-tests
	swift test --skip-build

bench: build
	swift build -c release --product opsi-mock
	swift build -c release --product opus-bench
	.build/release/opus-bench $(ARGS)

lint:
	@.ci/require-swift
	swift format lint --strict --recursive --parallel $(SOURCES)

format:
	swift format --in-place --recursive --parallel $(SOURCES)
