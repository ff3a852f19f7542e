import NIOCore
import NIOHTTP1

/// Everything that a scrape can be answered with, ready to be sent, at one moment.
///
/// A class, so that taking it costs one reference; nothing in it ever changes.
final class Snapshot: Sendable {
    /// Whether every server has been read at least once since the start.
    let isReady: Bool
    private let text: Document
    private let openMetrics: Document

    /// Renders and compresses what is known.
    ///
    /// - Parameters:
    ///   - metrics: what is known.
    ///   - tag: a text that no other snapshot has, for entity tags.
    init(_ metrics: ExporterMetrics, tag: String) {
        isReady = metrics.servers.allSatisfy { $0.lastSuccess != nil }
        text = Document(metrics, .text, tag: tag)
        openMetrics = Document(metrics, .openMetrics, tag: tag)
    }

    /// What to send; plain where compressing was not possible.
    func representation(_ format: ExpositionFormat, isCompressed: Bool) -> Representation {
        let document =
            switch format {
            case .text: text
            case .openMetrics: openMetrics
            }
        return (isCompressed ? document.compressed : nil) ?? document.plain
    }
}

/// One format in one encoding.
struct Representation: Sendable {
    /// Every header field that tells of the body, but for its length.
    let headers: HTTPHeaders
    /// The strong entity tag, with its quotes.
    let entityTag: String
    let body: ByteBuffer

    fileprivate init(_ bytes: [UInt8], _ format: ExpositionFormat, encoding: String?, tag: String) {
        entityTag = "\"\(tag)-\(format)\(encoding.map { "-\($0)" } ?? "")\""
        body = ByteBuffer(bytes: bytes)
        var headers: HTTPHeaders = [
            "Content-Type": format.contentType,
            "ETag": entityTag,
            "Vary": "Accept, Accept-Encoding",
        ]
        if let encoding { headers.add(name: "Content-Encoding", value: encoding) }
        self.headers = headers
    }
}

/// One format in both encodings.
private struct Document: Sendable {
    let plain: Representation
    let compressed: Representation?

    init(_ metrics: ExporterMetrics, _ format: ExpositionFormat, tag: String) {
        let bytes = ExpositionRenderer.render(MetricFamilies.all, of: metrics, format: format)
        plain = Representation(bytes, format, encoding: nil, tag: tag)
        compressed = Gzip.compress(bytes).map {
            Representation($0, format, encoding: "gzip", tag: tag)
        }
    }
}
