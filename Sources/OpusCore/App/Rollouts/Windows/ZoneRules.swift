/// The hours of a time zone, as the system's files have them (RFC 8536, `/usr/share/zoneinfo`).
///
/// The system's own functions know one zone for the whole process, set by its environment; a
/// rollout is told its zone.
public struct ZoneRules: Sendable, Equatable {
    /// Why a file is no time zone.
    public struct Mistake: Error, Equatable {
        /// What is wrong, in a few words.
        public let description: String
    }

    /// The zone's name, such as `Europe/Berlin`.
    public let name: String
    /// When the offset changes, in Unix seconds, in order.
    private let changes: [Int]
    /// The offset from each change on.
    private let offsets: [Int]
    /// Before the first change.
    private let firstOffset: Int
    /// What holds after the last change.
    private let rule: ZoneFooter?

    /// UTC, where no zone is named.
    public static let utc = ZoneRules(
        name: "UTC", changes: [], offsets: [], firstOffset: 0, rule: nil)

    private init(
        name: String, changes: [Int], offsets: [Int], firstOffset: Int, rule: ZoneFooter?
    ) {
        self.name = name
        self.changes = changes
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
    }

    /// Whether a text can be the name of a zone's file: nothing that leads elsewhere.
    ///
    /// - Parameter name: the text.
    /// - Returns: true for names such as `Europe/Berlin`.
    public static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= 64
            && parts.allSatisfy { part in
                part.first?.isLetter == true
                    && part.allSatisfy {
                        $0.isASCII && ($0.isLetter || $0.isNumber || "_-+".contains($0))
                    }
            }
    }

    /// Reads a zone's file.
    ///
    /// - Parameters:
    ///   - name: the zone's name.
    ///   - bytes: the file's contents.
    /// - Throws: `Mistake` where it is no such file.
    public init(name: String, bytes: [UInt8]) throws(Mistake) {
        var reader = ZoneReader(bytes)
        // The first block has 32 bits a time, for old readers; the second, of the same zone, 64.
        let old = try reader.header()
        guard old.version >= 2 else { throw Mistake(description: "it is of an old kind") }
        try reader.skip(old.length(timeSize: 4))
        let counts = try reader.header()
        let changes = try reader.times(counts.times)
        let indices = try reader.bytes(counts.times)
        let types = try reader.types(counts.types)
        try reader.skip(counts.rest(timeSize: 8))
        guard !types.isEmpty, indices.allSatisfy({ Int($0) < types.count }),
            zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw Mistake(description: "its times are in no order") }
        let footer = try reader.footer()
        let rule = footer.isEmpty ? nil : ZoneFooter(footer)
        guard footer.isEmpty || rule != nil else {
            throw Mistake(description: "its last rule can't be read")
        }
        self.init(
            name: name, changes: changes, offsets: indices.map { types[Int($0)].offset },
            firstOffset: (types.first { !$0.isDaylight } ?? types[0]).offset, rule: rule)
    }

    /// By how many seconds local time is ahead of UTC.
    ///
    /// - Parameter unixTime: the moment, in Unix seconds.
    /// - Returns: seconds, negative in the west.
    public func offset(at unixTime: Int) -> Int {
        guard let last = changes.last, unixTime < last || rule == nil else {
            return rule?.offset(at: unixTime) ?? offsets.last ?? firstOffset
        }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= unixTime { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The time that clocks on the wall show.
    ///
    /// - Parameter unixTime: the moment, in Unix seconds.
    /// - Returns: the day of the week, Monday being 0, and the second of the day.
    public func wallTime(at unixTime: Int) -> (weekday: Int, second: Int) {
        let local = unixTime + offset(at: unixTime)
        let day = Int((Double(local) / 86_400).rounded(.down))
        // 1970 began with a Thursday.
        return (((day + 3) % 7 + 7) % 7, local - day * 86_400)
    }
}

/// Reads the blocks of a zone's file.
private struct ZoneReader {
    struct Counts {
        var version: Int
        var isUTC: Int
        var isStandard: Int
        var leaps: Int
        var times: Int
        var types: Int
        var letters: Int

        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + rest(timeSize: timeSize)
        }

        /// What comes behind the types.
        func rest(timeSize: Int) -> Int {
            letters + leaps * (timeSize + 4) + isStandard + isUTC
        }
    }

    private let content: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { content = bytes }

    mutating func bytes(_ count: Int) throws(ZoneRules.Mistake) -> ArraySlice<UInt8> {
        guard count >= 0, content.count - position >= count else {
            throw ZoneRules.Mistake(description: "it ends too early")
        }
        defer { position += count }
        return content[position..<position + count]
    }

    mutating func skip(_ count: Int) throws(ZoneRules.Mistake) { _ = try bytes(count) }

    private mutating func number(_ size: Int) throws(ZoneRules.Mistake) -> Int {
        try bytes(size).reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func header() throws(ZoneRules.Mistake) -> Counts {
        guard try bytes(4).elementsEqual("TZif".utf8) else {
            throw ZoneRules.Mistake(description: "it is no file of a time zone")
        }
        let mark = try bytes(1).first ?? 0
        let version = mark == 0 ? 1 : Int(mark) - 48
        try skip(15)
        let counts = Counts(
            version: version, isUTC: try number(4), isStandard: try number(4),
            leaps: try number(4), times: try number(4), types: try number(4),
            letters: try number(4))
        guard counts.times < 100_000, counts.types <= 256, counts.letters < 10_000,
            counts.leaps < 10_000
        else { throw ZoneRules.Mistake(description: "it is far too large") }
        return counts
    }

    mutating func times(_ count: Int) throws(ZoneRules.Mistake) -> [Int] {
        var times: [Int] = []
        for _ in 0..<count {
            let bits = try bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            times.append(Int(truncatingIfNeeded: Int64(bitPattern: bits)))
        }
        return times
    }

    mutating func types(
        _ count: Int
    ) throws(ZoneRules.Mistake) -> [(offset: Int, isDaylight: Bool)] {
        var types: [(Int, Bool)] = []
        for _ in 0..<count {
            let bits = UInt32(truncatingIfNeeded: try number(4))
            let isDaylight = try number(1) != 0
            try skip(1)
            types.append((Int(Int32(bitPattern: bits)), isDaylight))
        }
        return types
    }

    /// The line at the end, which tells of the time after all changes.
    mutating func footer() throws(ZoneRules.Mistake) -> String {
        let rest = content[position...]
        guard rest.count >= 2, rest.first == 10, rest.last == 10 else {
            throw ZoneRules.Mistake(description: "its end is missing")
        }
        return String(decoding: rest.dropFirst().dropLast(), as: UTF8.self)
    }
}
