import Testing

@testable import ExporterToolkit

@Suite("Negotiation")
struct NegotiationTests {
    @Test(
        "the format follows Accept",
        arguments: [
            (nil, .text), ("", .text), ("*/*", .text), ("text/*", .text), ("text/html", .text),
            ("text/plain", .text), ("text/plain;version=0.0.4", .text),
            ("application/x-unsupported", .text), ("application/*", .text),
            // Prometheus 2.42
            (
                "application/openmetrics-text;version=1.0.0,"
                    + "application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
            ),
            // Prometheus 3
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics
            ),
            // A browser
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .text),
            ("application/openmetrics-text", .openMetrics),
            ("Application/OpenMetrics-Text; Version=\"1.0.0\"", .openMetrics),
            ("application/openmetrics-text;version=9.0.0", .text),
            ("application/openmetrics-text;version=0.0.1", .text),
            ("application/openmetrics-text;q=0", .text),
            ("application/openmetrics-text;q=0, */*", .text),
            ("application/openmetrics-text;q=0.5, text/plain;q=0.9", .text),
            ("application/openmetrics-text;q=0.9, text/plain;q=0.5", .openMetrics),
            ("application/openmetrics-text, text/plain", .openMetrics),
            ("application/openmetrics-text;q=0.3, */*;q=0.9", .text),
            ("application/openmetrics-text;q=0.3, */*;q=0.9, text/plain;q=0.1", .openMetrics),
            // Malformed
            (",;,=;q", .text), ("application/openmetrics-text;q=much", .text),
            ("application/openmetrics-text;q=-1", .text), (";;;;", .text),
            ("application/openmetrics-text;q=1e0", .text),
        ] as [(String?, ExpositionFormat)])
    func format(accept: String?, expected: ExpositionFormat) {
        #expect(Negotiation.format(accept: accept) == expected)
    }

    @Test(
        "gzip follows Accept-Encoding",
        arguments: [
            (nil, false), ("", false), ("identity", false), ("br", false), ("gzip", true),
            ("GZIP", true), ("x-gzip", true), ("gzip, deflate, br", true), ("*", true),
            ("*;q=0", false), ("gzip;q=0", false), ("gzip;q=0, *", false),
            ("identity;q=1.0, gzip; q=0.000", false), ("gzip;q=0.5, identity;q=0.1", true),
            ("gzip;q=0.1, identity;q=0.5", false), ("gzip ; q = 1", true), ("gzip;q=", false),
            ("gzip;q=2", false), ("gzip;q=nan", false), ("not-gzip", false), (",,gzip,,", true),
        ] as [(String?, Bool)])
    func gzip(acceptEncoding: String?, expected: Bool) {
        #expect(Negotiation.wantsGzip(acceptEncoding: acceptEncoding) == expected)
    }

    @Test(
        "If-None-Match is a list of tags, weak or strong",
        arguments: [
            (nil, false), ("", false), ("*", true), ("\"a\"", true), ("W/\"a\"", true),
            ("\"b\", \"a\" ", true), ("\"b\"", false), ("a", false), ("\"a", false), (",,", false),
        ] as [(String?, Bool)])
    func matches(field: String?, expected: Bool) {
        #expect(Negotiation.matches(field, entityTag: "\"a\"") == expected)
    }
}
