import Testing

@testable import ExporterToolkit

@Suite("Exposition")
struct ExpositionTests {
    private static func text(
        _ family: MetricFamily, _ samples: [Sample], _ format: ExpositionFormat = .text
    ) -> String {
        String(
            decoding: ExpositionRenderer.render(
                [CollectedFamily(family, samples)], format: format), as: UTF8.self)
    }

    @Test("a series that comes twice is written once", arguments: [false, true])
    func duplicates(isSorted: Bool) {
        let family = MetricFamily("g", .gauge, "Help.", labels: ["server", "id"])
        let samples = [
            Sample(["a"], 1), Sample(["b"], 2), Sample(["a"], 3),
            // Equal as Swift strings, two labels to Prometheus.
            Sample(["\u{E9}"], 4), Sample(["e\u{301}"], 5),
        ]
        let collected = CollectedFamily(
            family,
            parts: [
                .init(["s"], isSorted ? samples.sorted { $0.labels[0] < $1.labels[0] } : samples),
                .init(["t"], [Sample(["a"], 6), Sample(["a"], 7)]),
            ])
        let lines = String(
            decoding: ExpositionRenderer.render([collected], format: .text), as: UTF8.self
        ).split(separator: "\n")
        let expected = [
            #"g{server="s",id="a"} 1"#, #"g{server="s",id="b"} 2"#,
            "g{server=\"s\",id=\"\u{E9}\"} 4", "g{server=\"s\",id=\"e\u{301}\"} 5",
            #"g{server="t",id="a"} 6"#,
        ]
        #expect(lines.prefix(2) == ["# HELP g Help.", "# TYPE g gauge"])
        #expect(
            Set(lines.dropFirst(2).map { Array($0.utf8) }) == Set(expected.map { Array($0.utf8) }))
        #expect(lines.count == expected.count + 2)
    }

    @Test("families stand in the order of their names; those without series are left out")
    func order() {
        let families = ["b", "c", "a"].map { MetricFamily($0, .gauge, "Help.") }
        let collected = families.map { CollectedFamily($0, $0.name == "c" ? [] : [Sample([], 1)]) }
        let text = String(decoding: MetricsPublisher.text(collected), as: UTF8.self)
        let lines = ["a", "b"].map { "# HELP \($0) Help.\n# TYPE \($0) gauge\n\($0) 1\n" }
        #expect(text == lines.joined())
    }

    @Test(
        "numbers are written as Prometheus reads them",
        arguments: [
            (0.0, "0"), (1.5, "1.5"), (-2, "-2"), (1e15, "1000000000000000"), (1e300, "1e+300"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        ])
    func numbers(value: Double, text: String) {
        let family = MetricFamily("g", .gauge, "Help.")
        #expect(Self.text(family, [Sample([], value)]).hasSuffix("\ng \(text)\n"))
    }

    @Test("lengths of time are seconds, to the nanosecond")
    func seconds() {
        let family = MetricFamily("g_seconds", .gauge, "Help.")
        let text = Self.text(family, [Sample([], .seconds(.milliseconds(90_835)))])
        #expect(text.hasSuffix("\ng_seconds 90.835\n"))
    }

    @Test("a counter is called by its name in each format, a histogram has all its series")
    func kinds() {
        let counter = MetricFamily("c_total", .counter, "Help.")
        #expect(
            Self.text(counter, [Sample([], 1)])
                == "# HELP c_total Help.\n# TYPE c_total counter\nc_total 1\n")
        #expect(
            Self.text(counter, [Sample([], 1)], .openMetrics)
                == "# HELP c Help.\n# TYPE c counter\nc_total 1\n# EOF\n")
        var observed = Histogram(bounds: [1, 2.5])
        for value in [0.5, 1, 2, 3] { observed.observe(value) }
        let histogram = MetricFamily("h", .histogram, "Help.", labels: ["l"])
        let lines = [
            #"h_bucket{l="x",le="1.0"} 2"#, #"h_bucket{l="x",le="2.5"} 3"#,
            #"h_bucket{l="x",le="+Inf"} 4"#, #"h_sum{l="x"} 6.5"#, #"h_count{l="x"} 4"#,
        ]
        #expect(
            Self.text(histogram, [Sample(["x"], .histogram(observed))])
                == "# HELP h Help.\n# TYPE h histogram\n" + lines.map { "\($0)\n" }.joined())
    }

    @Test("HELP escapes backslashes and newlines, and quotes in OpenMetrics alone")
    func help() {
        let family = MetricFamily("g", .gauge, "A \"b\"\\\nc")
        func firstLine(_ format: ExpositionFormat) -> Substring? {
            Self.text(family, [Sample([], 1)], format).split(separator: "\n").first
        }
        #expect(firstLine(.text) == ##"# HELP g A "b"\\\nc"##)
        #expect(firstLine(.openMetrics) == ##"# HELP g A \"b\"\\\nc"##)
    }

    @Test(
        "a family is meant by its own name and by those of its series",
        arguments: [
            ("g", ["g"]), ("c_total", ["c_total"]), ("c", ["c_total"]), ("h_bucket", ["h"]),
            ("h_sum", ["h"]), ("g_total", []), ("g_sum", []), ("", []), ("G", []),
        ])
    func meaning(name: String, expected: [String]) {
        let families = [
            MetricFamily("g", .gauge, ""), MetricFamily("c_total", .counter, ""),
            MetricFamily("h", .histogram, ""),
        ]
        #expect(families.filter { $0.isMeant(by: name) }.map(\.name) == expected)
    }

    @Test("a declaration that Prometheus would refuse ends the program")
    func declarations() async {
        await #expect(processExitsWith: .failure) { _ = MetricFamily("a-b", .gauge, "") }
        await #expect(processExitsWith: .failure) { _ = MetricFamily("1a", .gauge, "") }
        await #expect(processExitsWith: .failure) { _ = MetricFamily("a", .counter, "") }
        await #expect(processExitsWith: .failure) { _ = MetricFamily("a_total", .gauge, "") }
        await #expect(processExitsWith: .failure) {
            _ = MetricFamily("a", .gauge, "", labels: ["é"])
        }
    }
}
