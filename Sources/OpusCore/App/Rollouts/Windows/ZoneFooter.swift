/// The rule by which a time zone changes its offset every year, as POSIX writes it:
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneFooter: Sendable, Equatable {
    /// A day of the year, and the second on it by the clocks that hold until then.
    private enum Day: Equatable {
        /// From 1 to 365; the 29th of February is never counted.
        case julian(Int)
        /// From 0 to 365.
        case day(Int)
        /// The week from 1, the fifth being the last, and the day of it, Sunday being 0.
        case weekday(month: Int, week: Int, day: Int)
    }

    private struct Change: Equatable {
        var day: Day
        var second: Int
    }

    private let standard: Int
    private let daylight: (offset: Int, start: Change, end: Change)?

    static func == (left: ZoneFooter, right: ZoneFooter) -> Bool {
        left.standard == right.standard && left.daylight?.offset == right.daylight?.offset
            && left.daylight?.start == right.daylight?.start
            && left.daylight?.end == right.daylight?.end
    }

    /// Reads a rule; nil for what is none.
    init?(_ text: String) {
        var text = text[...]
        guard Self.takeName(&text), let west = Self.takeTime(&text) else { return nil }
        standard = -west
        guard !text.isEmpty else {
            daylight = nil
            return
        }
        guard Self.takeName(&text) else { return nil }
        var offset = standard + 3_600
        if let first = text.first, first != "," {
            guard let west = Self.takeTime(&text) else { return nil }
            offset = -west
        }
        guard let start = Self.takeChange(&text), let end = Self.takeChange(&text), text.isEmpty
        else { return nil }
        daylight = (offset, start, end)
    }

    /// By how many seconds local time is ahead of UTC.
    func offset(at unixTime: Int) -> Int {
        guard let daylight else { return standard }
        let year = Self.year(of: unixTime + standard)
        // The start is told by the standard clock, the end by that of the summer.
        let start = Self.seconds(daylight.start, year) - standard
        let end = Self.seconds(daylight.end, year) - daylight.offset
        let isDaylight =
            start < end
            ? (start..<end).contains(unixTime) : !(end..<start).contains(unixTime)
        return isDaylight ? daylight.offset : standard
    }

    // MARK: Reading

    private static func takeName(_ text: inout Substring) -> Bool {
        if text.first == "<" {
            guard let end = text.firstIndex(of: ">") else { return false }
            text = text[text.index(after: end)...]
            return true
        }
        let name = text.prefix { $0.isASCII && $0.isLetter }
        text = text.dropFirst(name.count)
        return name.count >= 3
    }

    private static func takeNumber(_ text: inout Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(digits.count)
        return digits.count <= 3 ? Int(digits) : nil
    }

    /// Hours, minutes and seconds with a sign, as seconds.
    private static func takeTime(_ text: inout Substring) -> Int? {
        let sign = text.first == "-" ? -1 : 1
        if text.first == "-" || text.first == "+" { text = text.dropFirst() }
        guard let hours = takeNumber(&text), hours <= 167 else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where text.first == ":" {
            text = text.dropFirst()
            guard let number = takeNumber(&text), number < 60 else { return nil }
            seconds += number * unit
        }
        return sign * seconds
    }

    private static func takeChange(_ text: inout Substring) -> Change? {
        guard text.first == "," else { return nil }
        text = text.dropFirst()
        let day: Day
        switch text.first {
        case "J":
            text = text.dropFirst()
            guard let number = takeNumber(&text), (1...365).contains(number) else { return nil }
            day = .julian(number)
        case "M":
            text = text.dropFirst()
            var numbers: [Int] = []
            for index in 0..<3 {
                if index > 0 {
                    guard text.first == "." else { return nil }
                    text = text.dropFirst()
                }
                guard let number = takeNumber(&text) else { return nil }
                numbers.append(number)
            }
            guard (1...12).contains(numbers[0]), (1...5).contains(numbers[1]), numbers[2] <= 6
            else { return nil }
            day = .weekday(month: numbers[0], week: numbers[1], day: numbers[2])
        default:
            guard let number = takeNumber(&text), number <= 365 else { return nil }
            day = .day(number)
        }
        guard text.first == "/" else { return Change(day: day, second: 7_200) }
        text = text.dropFirst()
        guard let second = takeTime(&text) else { return nil }
        return Change(day: day, second: second)
    }

    // MARK: Days

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days from 1970 to the beginning of a year.
    private static func days(before year: Int) -> Int {
        let past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
    }

    private static func year(of seconds: Int) -> Int {
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        var year = 1970 + Int((Double(day) / 365.2425).rounded(.down))
        while days(before: year) > day { year -= 1 }
        while days(before: year + 1) <= day { year += 1 }
        return year
    }

    private static func firstDay(_ month: Int, _ year: Int) -> Int {
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        return days(before: year) + before + (month > 2 && isLeap(year) ? 1 : 0)
    }

    /// The moment of a change by the clock on the wall, in seconds.
    private static func seconds(_ change: Change, _ year: Int) -> Int {
        let day: Int
        switch change.day {
        case .julian(let number):
            day = days(before: year) + number - 1 + (number >= 60 && isLeap(year) ? 1 : 0)
        case .day(let number): day = days(before: year) + number
        case .weekday(let month, let week, let weekday):
            let first = firstDay(month, year)
            let next = month == 12 ? days(before: year + 1) : firstDay(month + 1, year)
            // 1970 began with a Thursday, which is 4 where Sunday is 0.
            let skipped = ((weekday - (first + 4) % 7) % 7 + 7) % 7
            var found = first + skipped + (week - 1) * 7
            while found >= next { found -= 7 }
            day = found
        }
        return day * 86_400 + change.second
    }
}
