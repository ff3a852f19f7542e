import NIOCore
import NIOHTTP1
import Synchronization

/// Everything that a scrape can be answered with, at one moment.
///
/// A class, so that taking it costs one reference; what it says never changes.
final class MetricsSnapshot: Sendable {
    private typealias Documents = (text: Document, openMetrics: Document)

    private enum Content {
        case ready(Documents)
        /// Nobody has asked yet.
        case expected(@Sendable () -> [CollectedFamily])
    }

    /// Whether there is what scrapers wait for.
    let isReady: Bool
    private let tag: String
    private let content: Mutex<Content>

    /// Renders and compresses what is known.
    ///
    /// - Parameters:
    ///   - families: what is known.
    ///   - isReady: whether that is what scrapers wait for.
    ///   - tag: a text that no other snapshot has, for entity tags.
    init(_ families: [CollectedFamily], isReady: Bool, tag: String) {
        self.tag = tag
        self.isReady = isReady
        content = Mutex(.ready(Self.documents(families, tag: tag)))
    }

    /// Renders and compresses when somebody asks first, who waits for it.
    ///
    /// - Parameters:
    ///   - isReady: whether that is what scrapers wait for.
    ///   - tag: a text that no other snapshot has, for entity tags.
    ///   - families: collects what is known, once.
    init(
        isReady: Bool, tag: String, whenAsked families: @escaping @Sendable () -> [CollectedFamily]
    ) {
        self.tag = tag
        self.isReady = isReady
        content = Mutex(.expected(families))
    }

    private static func documents(_ families: [CollectedFamily], tag: String) -> Documents {
        guard let compressed = CompressedExposition(families) else {
            return (
                Document(ExpositionRenderer.document(families, format: .text), .text, tag: tag),
                Document(
                    ExpositionRenderer.document(families, format: .openMetrics), .openMetrics,
                    tag: tag)
            )
        }
        return (
            Document(compressed.text, .text, tag: tag),
            Document(compressed.openMetrics, .openMetrics, tag: tag)
        )
    }

    /// What to send; plain where compressing was not possible.
    func representation(_ format: ExpositionFormat, isCompressed: Bool) -> Representation {
        let document = document(format)
        return (isCompressed ? document.compressed : nil) ?? document.plain
    }

    /// What to send to those who asked for some families alone; names that mean none are passed
    /// over. Nothing is kept of it.
    func representation(
        _ format: ExpositionFormat, isCompressed: Bool, names: [String]
    ) -> Representation {
        let (bytes, chosen) = document(format).selecting(names)
        let compressed = isCompressed ? Gzip.compress(bytes) : nil
        return Representation(
            compressed ?? bytes, format, encoding: compressed == nil ? nil : "gzip",
            tag: "\(tag)-\(chosen)")
    }

    private func document(_ format: ExpositionFormat) -> Document {
        let documents = content.withLock { content in
            switch content {
            case .ready(let documents): return documents
            case .expected(let families):
                let documents = Self.documents(families(), tag: tag)
                content = .ready(documents)
                return documents
            }
        }
        return switch format {
        case .text: documents.text
        case .openMetrics: documents.openMetrics
        }
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
///
/// Nearly everybody takes it compressed, and two formats as plain text beside that would be most of
/// the data that an exporter holds. So the text is there from the first time on that it is wanted.
private final class Document: Sendable {
    private enum Plain {
        case ready(Representation)
        /// Nobody has asked yet; the bytes that it will have.
        case expected(count: Int)
    }

    let compressed: Representation?
    private let plainText: Mutex<Plain>
    private let format: ExpositionFormat
    private let tag: String
    private let places: [ExpositionDocument.Place]

    init(_ text: CompressedExposition.Text, _ format: ExpositionFormat, tag: String) {
        self.format = format
        self.tag = tag
        compressed = Representation(text.member, format, encoding: "gzip", tag: tag)
        plainText = Mutex(.expected(count: text.count))
        places = text.places
    }

    /// One that could not be compressed.
    init(_ document: ExpositionDocument, _ format: ExpositionFormat, tag: String) {
        self.format = format
        self.tag = tag
        compressed = nil
        plainText = Mutex(
            .ready(Representation(document.bytes, format, encoding: nil, tag: tag)))
        places = document.places
    }

    var plain: Representation {
        plainText.withLock { plain in
            switch plain {
            case .ready(let representation): return representation
            case .expected(let count):
                let bytes = compressed?.body.withUnsafeReadableBytes {
                    Gzip.text(of: $0.assumingMemoryBound(to: UInt8.self), count: count)
                }
                let representation = Representation(
                    bytes ?? [], format, encoding: nil, tag: tag)
                plain = .ready(representation)
                return representation
            }
        }
    }

    /// Some families of the whole text, and a text that says which.
    func selecting(_ names: [String]) -> (bytes: [UInt8], chosen: String) {
        let text = plain.body
        var bytes: [UInt8] = []
        var chosen: [String] = []
        for (number, place) in places.enumerated()
        where names.contains(where: place.family.isMeant(by:)) {
            chosen.append(String(number, radix: 36))
            bytes += text.getBytes(at: place.range.lowerBound, length: place.range.count) ?? []
        }
        return (bytes + format.end.utf8, chosen.joined(separator: "."))
    }
}
