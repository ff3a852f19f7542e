/// A time as opsi stores it: by the server's local clock, without a zone, to the second.
public struct LocalTimestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01 00:00:00 on the server's local clock.
    public let seconds: Int

    /// A time from its seconds on the local clock.
    public init(seconds: Int) { self.seconds = seconds }

    /// Reads `YYYY-MM-DD hh:mm:ss`, with or without a fraction of a second.
    ///
    /// Nil for anything else, the zero date `0000-00-00 00:00:00` included, which opsi writes
    /// where it has no time.
    public init?(_ text: String) {
        var text = text
        let seconds = text.withUTF8(Self.parse)
        guard let seconds else { return nil }
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
        // The inverse of `daysSinceEpoch`, again in years that begin in March.
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloored(by: 146_097)
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes.count == 19 || isFraction(bytes[19...])
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
            year > 0, (1...12).contains(month), day > 0,
            day <= daysInMonth(month, of: year), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month, day: day)
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// A dot and digits.
    private static func isFraction(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        bytes.count > 1 && bytes.first == UInt8(ascii: ".")
            && bytes.dropFirst().allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    private static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counted in years that begin in March, so
    /// that a leap day comes last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + leapDays + dayOfYear - 719_468
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
    /// Reads a time; null, a zero date and what is no time are nil.
    mutating func readTimestamp() throws(JSONError) -> LocalTimestamp? {
        if try readNull() { return nil }
        let text = try readText()
        return LocalTimestamp.parse(text.bytes).map(LocalTimestamp.init(seconds:))
    }
}
