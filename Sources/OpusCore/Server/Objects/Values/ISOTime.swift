/// A time in any form of ISO 8601 that names a day: calendar, ordinal and week dates, with or
/// without signs between the parts, to the hour, the minute, the second or a fraction of them, with
/// or without a zone. In place of the `T` there may be a blank, as opsi writes it.
struct ISOTime: Equatable {
    /// Seconds since 1970-01-01 00:00:00 on the clock that it is a time of.
    let seconds: Int
    /// Seconds by which that clock is ahead of UTC; nil where the text does not say.
    let zone: Int?

    /// Reads a text; nil where it is no such time.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var text = ISOText(bytes)
        guard let day = text.readDay() else { return nil }
        var second = 0
        var zone: Int?
        if text.pass("T") || text.pass("t") || text.pass(" ") {
            guard let time = text.readTime() else { return nil }
            second = time
            if !text.isAtEnd {
                guard let offset = text.readZone() else { return nil }
                zone = offset
            }
        }
        guard text.isAtEnd else { return nil }
        seconds = day * 86_400 + second
        self.zone = zone
    }
}

/// Reads the parts of a time from its beginning.
private struct ISOText {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func pass(_ sign: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    /// Digits from here on.
    private var digits: Int { bytes[position...].prefix { $0 &- 0x30 < 10 }.count }

    private mutating func number(_ count: Int) -> Int? {
        guard digits >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Days since 1970-01-01.
    mutating func readDay() -> Int? {
        guard let year = number(4), year > 0 else { return nil }
        let isExtended = pass("-")
        if pass("W") {
            guard let week = number(2), !isExtended || pass("-"), let day = number(1) else {
                return nil
            }
            return CalendarDay.number(year: year, week: week, day: day)
        }
        if digits == 3 {
            return number(3).flatMap { CalendarDay.number(year: year, dayOfYear: $0) }
        }
        guard let month = number(2), !isExtended || pass("-"), let day = number(2) else {
            return nil
        }
        return CalendarDay.number(year: year, month: month, day: day)
    }

    /// Seconds since the day began.
    mutating func readTime() -> Int? {
        guard let hour = number(2) else { return nil }
        var minute: Int?
        var second: Int?
        if pass(":") {
            guard let number = number(2) else { return nil }
            minute = number
            if pass(":") {
                guard let number = self.number(2) else { return nil }
                second = number
            }
        } else if digits > 0 {
            guard let number = number(2) else { return nil }
            minute = number
            if digits > 0 {
                guard let number = self.number(2) else { return nil }
                second = number
            }
        }
        // What is smaller than a second is let go.
        var fraction = 0
        if pass(".") || pass(",") {
            guard digits > 0 else { return nil }
            fraction = readFraction(of: second != nil ? 1 : minute != nil ? 60 : 3_600)
        }
        let seconds = hour * 3_600 + (minute ?? 0) * 60 + (second ?? 0) + fraction
        if hour == 24 { return seconds == 86_400 ? seconds : nil }
        guard hour < 24, minute ?? 0 < 60 else { return nil }
        // A leap second ends an hour in every zone, or half of one.
        guard second ?? 0 < 60 || second == 60 && (minute == 59 || minute == 29) else { return nil }
        return seconds
    }

    private mutating func readFraction(of unit: Int) -> Int {
        var value = 0
        var scale = 1
        while position < bytes.count, bytes[position] &- 0x30 < 10 {
            if scale < 1_000_000 {
                value = value * 10 + Int(bytes[position] - 0x30)
                scale *= 10
            }
            position += 1
        }
        return unit * value / scale
    }

    /// Seconds ahead of UTC.
    mutating func readZone() -> Int? {
        if pass("Z") || pass("z") { return 0 }
        let sign: Int
        if pass("+") {
            sign = 1
        } else if pass("-") || passMinus() {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2), hours < 24 else { return nil }
        guard !isAtEnd else { return sign * hours * 3_600 }
        _ = pass(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    /// The sign that the standard prefers, U+2212.
    private mutating func passMinus() -> Bool {
        guard bytes[position...].starts(with: [0xE2, 0x88, 0x92]) else { return false }
        position += 3
        return true
    }
}

/// Days of the Gregorian calendar, counted from 1970-01-01.
enum CalendarDay {
    /// The number of a day; nil where there is none such.
    static func number(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), day > 0, day <= length(ofMonth: month, of: year) else {
            return nil
        }
        return daysSinceEpoch(year: year, month: month, day: day)
    }

    /// The number of the first, second … day of a year; nil where there is none such.
    static func number(year: Int, dayOfYear: Int) -> Int? {
        guard dayOfYear > 0, dayOfYear <= (isLeap(year) ? 366 : 365) else { return nil }
        return daysSinceEpoch(year: year, month: 1, day: 1) + dayOfYear - 1
    }

    /// The number of a day of a week, Monday being 1, in the year that most of the week is in; nil
    /// where there is none such.
    static func number(year: Int, week: Int, day: Int) -> Int? {
        guard (1...7).contains(day), week > 0, week <= weeks(of: year) else { return nil }
        return firstMonday(of: year) + (week - 1) * 7 + day - 1
    }

    /// The Monday of the week that the 4th of January is in.
    private static func firstMonday(of year: Int) -> Int {
        let fourth = daysSinceEpoch(year: year, month: 1, day: 4)
        // 1970-01-01 was a Thursday.
        let weekday = ((fourth + 3) % 7 + 7) % 7
        return fourth - weekday
    }

    private static func weeks(of year: Int) -> Int {
        (firstMonday(of: year + 1) - firstMonday(of: year)) / 7
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func length(ofMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counted in years that begin in March, so that a leap day comes last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + leapDays + dayOfYear - 719_468
    }
}
