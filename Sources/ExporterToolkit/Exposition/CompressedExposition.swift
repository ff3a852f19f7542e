/// The same families in both formats, each compressed into a gzip member.
struct CompressedExposition {
    /// One of the formats.
    struct Text {
        /// Where in the text each family stands.
        let places: [ExpositionDocument.Place]
        /// How many bytes the text has.
        let count: Int
        let member: [UInt8]
    }

    let text: Text
    let openMetrics: Text

    /// Renders and compresses families, in any order; nil where zlib could not work.
    init?(_ families: [CollectedFamily]) {
        guard var writer = CompressedExpositionWriter() else { return nil }
        for family in ExpositionRenderer.inOrder(families) {
            guard writer.write(family) else { return nil }
        }
        guard writer.writeEnds() else { return nil }
        text = writer.text.compressed
        openMetrics = writer.openMetrics.compressed
    }
}

/// Compresses families as they are written: all of a text that has to be read once more, to be
/// compressed, is several times as large as what is kept of it.
///
/// Most families read the same in both formats; those that stand side by side are compressed once
/// for both.
private struct CompressedExpositionWriter: ~Copyable {
    /// A text so far.
    struct Text {
        private var places: [ExpositionDocument.Place] = []
        private var member = GzipMember()

        var compressed: CompressedExposition.Text {
            .init(places: places, count: member.count, member: member.bytes)
        }

        /// Takes in where a family stands in the stretch that comes next.
        mutating func place(_ family: MetricFamily, _ range: Range<Int>) {
            let range = (member.count + range.lowerBound)..<(member.count + range.upperBound)
            places.append(.init(family: family, range: range))
        }

        mutating func append(_ stretch: DeflatedStretch) { member.append(stretch) }
    }

    /// About how much of a text is compressed at once. Nothing refers to what is in another stretch,
    /// and to what is further back than 32 KiB nothing can.
    private static let stretch = 256 * 1024

    private(set) var text = Text()
    private(set) var openMetrics = Text()
    private var deflater: Deflater
    /// What is written and not compressed yet: of both, where they are the same.
    private var pending: [UInt8] = []
    /// The same of the second one, where they differ.
    private var otherPending: [UInt8] = []
    private var isShared = false

    init?() {
        guard let deflater = Deflater() else { return nil }
        self.deflater = deflater
    }

    /// Writes a family; false where zlib could not work.
    mutating func write(_ collected: CollectedFamily) -> Bool {
        let family = collected.family
        let series = ExpositionRenderer.series(of: collected)
        let head = ExpositionRenderer.head(of: family, .text)
        let otherHead = ExpositionRenderer.head(of: family, .openMetrics)
        if (head == otherHead) != isShared || pending.count >= Self.stretch {
            guard compress() else { return false }
            isShared = head == otherHead
        }
        let start = pending.count
        pending += head
        pending += series
        text.place(family, start..<pending.count)
        guard !isShared else {
            openMetrics.place(family, start..<pending.count)
            return true
        }
        let otherStart = otherPending.count
        otherPending += otherHead
        otherPending += series
        openMetrics.place(family, otherStart..<otherPending.count)
        return true
    }

    /// Writes what follows the last family.
    mutating func writeEnds() -> Bool {
        if isShared {
            guard compress() else { return false }
            isShared = false
        }
        pending.append(ExpositionFormat.text.end)
        otherPending.append(ExpositionFormat.openMetrics.end)
        return compress()
    }

    private mutating func compress() -> Bool {
        guard let one = deflater.deflate(pending),
            let other = isShared ? one : deflater.deflate(otherPending)
        else { return false }
        text.append(one)
        openMetrics.append(other)
        pending.removeAll(keepingCapacity: true)
        otherPending.removeAll(keepingCapacity: true)
        return true
    }
}
