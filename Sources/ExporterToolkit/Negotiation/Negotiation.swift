/// Finds out in which form a client wants the metrics.
enum Negotiation {
    /// The format, by `Accept`.
    ///
    /// OpenMetrics is sent to those who name it and like it at least as much as the text format;
    /// everyone else gets text, also those who accept neither: a scrape is better than none.
    static func format(accept: String?) -> ExpositionFormat {
        let ranges = HeaderElement.all(in: accept ?? "")
        guard let openMetrics = quality(of: .openMetrics, in: ranges), openMetrics > 0 else {
            return .text
        }
        return openMetrics >= quality(of: .text, in: ranges) ?? 0 ? .openMetrics : .text
    }

    /// Whether the answer is to be compressed by gzip, by `Accept-Encoding`.
    static func wantsGzip(acceptEncoding: String?) -> Bool {
        let codings = HeaderElement.all(in: acceptEncoding ?? "")
        func quality(_ names: String...) -> Double? {
            codings.filter { names.contains($0.name) }.map(\.quality).max()
        }
        guard let gzip = quality("gzip", "x-gzip") ?? quality("*"), gzip > 0 else { return false }
        return gzip >= quality("identity") ?? 0
    }

    /// Whether one of the tags in `If-None-Match` is that of the answer.
    static func matches(_ ifNoneMatch: String?, entityTag: String) -> Bool {
        guard let ifNoneMatch else { return false }
        return ifNoneMatch.split(separator: ",").contains { candidate in
            let tag = candidate.drop { $0 == " " || $0 == "\t" }
            let bare = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            let end = bare.lastIndex { $0 != " " && $0 != "\t" }
            guard let end else { return false }
            return bare[...end] == entityTag || bare[...end] == "*"
        }
    }

    /// How much a format is wanted: the quality of the range that names it most closely, or nil
    /// where none does.
    private static func quality(of format: ExpositionFormat, in ranges: [HeaderElement]) -> Double?
    {
        ranges.compactMap { range in
            closeness(of: range, to: format).map { (closeness: $0, quality: range.quality) }
        }
        .max { ($0.closeness, $0.quality) < ($1.closeness, $1.quality) }?.quality
    }

    private static func closeness(of range: HeaderElement, to format: ExpositionFormat) -> Int? {
        let (name, version) =
            switch format {
            case .text: ("text/plain", "0.0.4")
            case .openMetrics: ("application/openmetrics-text", "1.0.0")
            }
        switch (range.name, format) {
        case (name, _):
            guard let wanted = range.parameters["version"] else { return 2 }
            return wanted == version ? 3 : nil
        // Those who send a wildcard, such as browsers, do not know OpenMetrics.
        case ("text/*", .text): return 1
        case ("*/*", .text): return 0
        default: return nil
        }
    }
}
