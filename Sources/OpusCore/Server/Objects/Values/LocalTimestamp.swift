/// A time as opsi stores it: by the server's local clock, without a zone, to the second.
public struct LocalTimestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01 00:00:00 on the server's local clock.
    public let seconds: Int

    /// A time from its seconds on the local clock.
    public init(seconds: Int) { self.seconds = seconds }

    /// Reads a time in any form of ISO 8601 that names a day, with a blank or a `T` before the hour.
    ///
    /// Nil for anything else, the zero date `0000-00-00 00:00:00` included, which opsi writes
    /// where it has no time.
    ///
    /// - Parameters:
    ///   - text: the time; without a zone it is one of the server's local clock.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, for a text that
    ///     names a zone; nil where it is not known, and such a text is no time then.
    public init?(_ text: String, utcOffset: Int? = nil) {
        var text = text
        guard case .time(let seconds) = text.withUTF8({ Self.reading($0, utcOffset: utcOffset) })
        else { return nil }
        self.seconds = seconds
    }

    /// Whether the left time is earlier.
    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    /// The same moment in Unix seconds.
    ///
    /// - Parameter utcOffset: seconds by which the server's local time is ahead of UTC.
    /// - Returns: seconds since 1970-01-01 00:00:00 UTC.
    public func unixTime(utcOffset: Int) -> Int { seconds - utcOffset }

    /// The day of the month, on the local clock.
    package var day: Int { date.day }

    /// The time as opsi writes it, `YYYY-MM-DD hh:mm:ss`; years beyond 9999 are none that it knows.
    var text: String {
        let second = seconds.quotientAndRemainderFloored(by: 86_400).1
        let (year, month, day) = date
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(year, 4))-\(padded(month))-\(padded(day))"
        let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0) }
        return date + " " + time.joined(separator: ":")
    }

    private var date: (year: Int, month: Int, day: Int) {
        let days = seconds.quotientAndRemainderFloored(by: 86_400).0
        // The inverse of `CalendarDay`, again in years that begin in March.
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloored(by: 146_097)
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// What a text says of a time.
    enum Reading {
        case time(Int)
        /// There is none.
        case none
        /// It names a zone, and that of the server is not known.
        case needsOffset
        case unreadable
    }

    /// Reads a text.
    @inline(__always)
    static func reading(_ bytes: UnsafeBufferPointer<UInt8>, utcOffset: Int?) -> Reading {
        if let seconds = parse(bytes) { return .time(seconds) }
        return readingUnusual(bytes, utcOffset: utcOffset)
    }

    private static func readingUnusual(
        _ bytes: UnsafeBufferPointer<UInt8>, utcOffset: Int?
    ) -> Reading {
        if bytes.isEmpty || bytes.starts(with: "0000-00-00".utf8) { return .none }
        guard let time = ISOTime(bytes) else { return .unreadable }
        guard let zone = time.zone else { return .time(time.seconds) }
        guard let utcOffset else { return .needsOffset }
        return .time(time.seconds - zone + utcOffset)
    }

    /// Reads what opsi writes, `YYYY-MM-DD hh:mm:ss`, as fast as can be; nil for all else.
    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count == 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                let digit = bytes[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            year > 0, hour < 24, minute < 60, second < 60,
            let days = CalendarDay.number(year: year, month: month, day: day)
        else { return nil }
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }
}

extension Int {
    /// Division that rounds down, so that the remainder is never negative.
    fileprivate func quotientAndRemainderFloored(by divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension JSONReader {
    /// Reads a time; null, an empty text and a zero date are nil.
    ///
    /// - Parameter key: whose value it is, for who reads of a text that is no time.
    /// - Returns: the time, or nil.
    /// - Throws: `JSONError`.
    mutating func readTimestamp(_ key: StaticString) throws(JSONError) -> LocalTimestamp? {
        if try readNull() { return nil }
        let text = try readText().bytes
        switch LocalTimestamp.reading(text, utcOffset: utcOffset) {
        case .time(let seconds): return LocalTimestamp(seconds: seconds)
        case .none: return nil
        case .needsOffset: throw failure(.unknownOffset)
        case .unreadable: throw unreadable(key, text)
        }
    }

    /// Reads what a clock shows, in whatever zone that is.
    mutating func readClock(_ key: StaticString) throws(JSONError) -> ISOTime {
        let text = try readText().bytes
        guard let time = ISOTime(text) else { throw unreadable(key, text) }
        return time
    }

    /// Reads a text that is not empty.
    mutating func readFilledText(_ key: StaticString) throws(JSONError) -> JSONText {
        let text = try readText()
        guard !text.bytes.isEmpty else { throw unreadable(key, text.bytes) }
        return text
    }

    /// Reads one of some words; null and an empty text are nil.
    mutating func readWord<Word: RawRepresentable<String>>(
        _ key: StaticString
    ) throws(JSONError) -> Word? {
        if try readNull() { return nil }
        let text = try readText()
        guard !text.bytes.isEmpty else { return nil }
        guard let word = Word(rawValue: text.string) else { throw unreadable(key, text.bytes) }
        return word
    }
}
