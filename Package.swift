// swift-tools-version: 6.2
import PackageDescription

/// Every target of opus: imports are internal unless said otherwise, existentials are spelt out,
/// and a warning is an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(
    name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

/// What the dependencies need themselves. Nothing here imports it: it is named so that its version,
/// too, is exact, as no lock file is kept. It is linked on no platform there is, and spares SwiftPM's
/// warning that nobody uses it.
let indirect: [(repository: String, product: String, version: Version)] = [
    ("apple/swift-algorithms", "Algorithms", "1.2.1"),
    ("apple/swift-async-algorithms", "AsyncAlgorithms", "1.1.4"),
    ("apple/swift-atomics", "Atomics", "1.3.0"),
    ("apple/swift-collections", "Collections", "1.6.0"),
    ("apple/swift-distributed-tracing", "Tracing", "1.7.3"),
    ("apple/swift-http-structured-headers", "StructuredFieldValues", "1.7.0"),
    ("apple/swift-http-types", "HTTPTypes", "1.8.0"),
    ("apple/swift-metrics", "Metrics", "2.13.0"),
    ("apple/swift-nio-http2", "NIOHTTP2", "1.46.0"),
    ("apple/swift-nio-transport-services", "NIOTransportServices", "1.28.0"),
    ("apple/swift-numerics", "Numerics", "1.1.1"),
    ("apple/swift-service-context", "ServiceContextModule", "1.5.1"),
    ("apple/swift-system", "SystemPackage", "1.8.1"),
]
let pins = indirect.map { dependency in
    Target.Dependency.product(
        name: dependency.product, package: String(dependency.repository.split(separator: "/")[1]),
        condition: .when(platforms: [.custom("none")]))
}

let package = Package(
    name: "opus",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "OpusCore", targets: ["OpusServer", "OpusBackend", "OpusCore"]),
        .library(name: "ExporterToolkit", targets: ["ExporterToolkit"]),
        .executable(name: "opus", targets: ["opus"]),
        .executable(name: "opus-exporter", targets: ["opus-exporter"]),
        .executable(name: "opus-demo", targets: ["opus-demo"]),
        .executable(name: "opsi-mock", targets: ["opsi-mock"]),
    ],
    // Exact, so that a release is the same next year; those of dependencies are in `indirect`.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        // Its files of configuration would bring Foundation along.
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ]
        + indirect.map {
            .package(url: "https://github.com/\($0.repository)", exact: $0.version)
        },
    targets: [
        // The core, three layers, one direction: App → Backend → Server.
        .target(
            name: "OpusServer",
            dependencies: [
                "CZlib", asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL,
                nioWebSocket,
            ],
            path: "Sources/OpusCore/Server",
            swiftSettings: strict
        ),
        .target(
            name: "OpusBackend",
            dependencies: ["OpusServer", logging],
            path: "Sources/OpusCore/Backend",
            swiftSettings: strict
        ),
        .target(
            name: "OpusCore",
            dependencies: ["OpusBackend", "OpusServer", logging, subprocess],
            path: "Sources/OpusCore/App",
            swiftSettings: strict
        ),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCrypt", path: "Sources/CCrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .systemLibrary(name: "CYaml", path: "Sources/CYaml", providers: [.apt(["libyaml-dev"])]),

        // YAML with the line of each value, by libyaml.
        .target(
            name: "YAMLReader", dependencies: ["CYaml"], packageAccess: false,
            swiftSettings: strict),

        // What knows nothing of opsi: the machine that a program runs on, and what any exporter needs.
        .target(
            name: "LocalSystem", dependencies: ["CMalloc"], packageAccess: false,
            swiftSettings: strict),
        .target(
            name: "ExporterToolkit",
            dependencies: [
                "CCrypt", "CZlib", "LocalSystem", "YAMLReader", logging, nioCore, nioHTTP1,
                nioPosix, nioSSL, serviceLifecycle, unixSignals,
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            packageAccess: false,
            swiftSettings: strict
        ),

        // The front ends see the App alone: `packageAccess: false` hides what the layers share.
        .target(
            name: "OpusExporter",
            dependencies: [
                "ExporterToolkit", "LocalSystem", "OpusCore", "YAMLReader", argumentParser,
                configuration, logging, serviceLifecycle,
            ],
            packageAccess: false,
            swiftSettings: strict
        ),
        .executableTarget(
            name: "opus-exporter",
            dependencies: ["OpusExporter"],
            packageAccess: false,
            swiftSettings: strict
        ),
        .target(
            name: "OpusCLI",
            dependencies: [
                "LocalSystem", "OpusCore", "YAMLReader", argumentParser, logging, unixSignals,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            packageAccess: false,
            swiftSettings: strict
        ),
        .executableTarget(
            name: "opus",
            dependencies: ["OpusCLI"],
            packageAccess: false,
            swiftSettings: strict
        ),
        // Writes the manual pages from the help of the programs; not shipped.
        .executableTarget(
            name: "opus-manual",
            packageAccess: false,
            swiftSettings: strict
        ),
        .target(
            name: "OpusDemo",
            dependencies: [
                "ExporterToolkit", "OpsiMock", "OpusCore", "OpusExporter", argumentParser,
                asyncHTTPClient, logging, nioCore, serviceLifecycle,
            ],
            packageAccess: false,
            swiftSettings: strict
        ),
        .executableTarget(
            name: "opus-demo",
            dependencies: ["OpusDemo"],
            packageAccess: false,
            swiftSettings: strict
        ),

        // The mock opsi server shares no type with the core, so that neither hides the other's slips.
        .target(
            name: "OpsiMock",
            dependencies: [
                hummingbirdCore, hummingbirdTLS, logging, nioCore, nioHTTP1, nioHTTPTypes,
                nioPosix, nioSSL, nioWebSocket, serviceLifecycle, "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            path: "Mocks/OpsiMock",
            packageAccess: false,
            swiftSettings: strict
        ),
        .executableTarget(
            name: "opsi-mock",
            dependencies: ["OpsiMock", argumentParser, logging, serviceLifecycle],
            path: "Mocks/opsi-mock",
            packageAccess: false,
            swiftSettings: strict
        ),

        // Fixtures and helpers that several test targets share.
        .target(
            name: "TestSupport",
            dependencies: [
                "CZlib", asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL, subprocess,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ] + pins,
            path: "Tests/Support",
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        // Clients, servers and certificates for tests of what speaks HTTP.
        .target(
            name: "WebSupport",
            dependencies: [
                "TestSupport", asyncHTTPClient, hummingbird, logging, nioCore, nioHTTP1, nioPosix,
                nioSSL, serviceLifecycle,
            ],
            path: "Tests/WebSupport",
            swiftSettings: strict
        ),
        // What leads to the mock server, and the recorded fleets for it.
        .target(
            name: "MockSupport", dependencies: ["OpsiMock", "OpusServer", "TestSupport"],
            path: "Tests/MockSupport", swiftSettings: strict),
        // What a fleet's counts have to be, worked out without anything of the core.
        .target(
            name: "FleetModel", dependencies: ["OpsiMock", "TestSupport"],
            path: "Tests/FleetModel", swiftSettings: strict),
        .testTarget(
            name: "YAMLReaderTests", dependencies: ["YAMLReader"], swiftSettings: strict),
        .testTarget(
            name: "OpusServerTests",
            dependencies: [
                "CZlib", "MockSupport", "OpusServer", "OpsiMock", "TestSupport", logging, nioCore,
                nioPosix,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OpusCoreTests",
            dependencies: [
                "FleetModel", "MockSupport", "OpusCore", "OpusBackend", "OpusServer", "OpsiMock",
                "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OpusExporterTests",
            dependencies: [
                "ExporterToolkit", "LocalSystem", "OpusExporter", "OpusCore", "OpusServer",
                "MockSupport", "OpsiMock", "TestSupport", "WebSupport", "opus-exporter", logging,
                nioCore, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        // The example of the toolkit's pages.
        .executableTarget(
            name: "example-exporter",
            dependencies: ["ExporterToolkit", logging],
            path: "Tests/ExampleExporter",
            packageAccess: false,
            swiftSettings: strict
        ),
        .testTarget(
            name: "ExporterToolkitTests",
            dependencies: [
                "ExporterToolkit", "LocalSystem", "TestSupport", "WebSupport", "example-exporter",
                asyncHTTPClient,
                logging, nioCore, nioPosix, nioSSL, serviceLifecycle,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OpusCLITests",
            dependencies: [
                "OpusCLI", "OpusCore", "OpsiMock", "TestSupport", "opus", "opus-exporter",
                "opus-manual",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OpsiMockTests",
            dependencies: [
                "OpsiMock", "TestSupport", "CZlib", "opsi-mock", asyncHTTPClient, nioCore, nioHTTP1,
                nioPosix, nioSSL, nioWebSocket,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "FleetModel", "OpsiMock", "TestSupport", "WebSupport", "opsi-mock", "opus-demo",
                "opus-exporter", "opus-soak", asyncHTTPClient, hummingbird, logging, nioCore,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "ExporterToolkit", "OpsiMock", "OpusExporter", "TestSupport", "WebSupport", "opus",
                "opus-demo", "opus-exporter", asyncHTTPClient, hummingbird, logging, nioCore,
            ],
            swiftSettings: strict
        ),

        // What holds for the project as a whole: pages, versions, dependencies.
        .testTarget(
            name: "ProjectTests", dependencies: ["TestSupport"], swiftSettings: strict),

        // `make soak`; a short one is among the tests.
        .executableTarget(
            name: "opus-soak",
            dependencies: ["FleetModel", "OpsiMock", "TestSupport", asyncHTTPClient, nioCore],
            path: "Tests/Soak",
            swiftSettings: strict
        ),

        // `make bench`; not a test, as speed is no assertion.
        .executableTarget(
            name: "opus-bench",
            dependencies: [
                "CZlib", "OpusCore", "OpusBackend", "OpusServer", "TestSupport", asyncHTTPClient,
                nioCore,
            ],
            path: "Tests/Benchmarks",
            exclude: ["baseline.json"],
            swiftSettings: strict
        ),
    ]
)
