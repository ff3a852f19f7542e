/// When a line was written, by the client's clock: as much as the line's format tells.
///
/// opsi's older format has no year, and names the month in the client's language; day and time
/// are what is left of it.
struct LogMoment: Equatable {
    /// Nil in the older format.
    let date: (year: Int, month: Int)?
    let day: Int
    let secondOfDay: Int

    /// Reads a line's time; nil where it is none.
    init?(_ time: LogText) {
        if time.count >= 19, time.base[4] == UInt8(ascii: "-"), time.base[7] == UInt8(ascii: "-") {
            guard let year = time.digits(0, 4), let month = time.digits(5, 2),
                let day = time.digits(8, 2)
            else { return nil }
            self.init(date: (year, month), day: day, clock: time.dropFirst(11))
        } else {
            guard let blank = time.position(of: UInt8(ascii: " ")),
                let day = time.dropFirst(blank + 1).digits(0, 2)
            else { return nil }
            self.init(date: nil, day: day, clock: time.dropFirst(blank + 4))
        }
    }

    private init?(date: (year: Int, month: Int)?, day: Int, clock: LogText) {
        guard let hour = clock.digits(0, 2), let minute = clock.digits(3, 2),
            let second = clock.digits(6, 2), hour < 24, minute < 60, second < 61,
            (1...31).contains(day), date.map({ $0.year > 0 && (1...12).contains($0.month) }) ?? true
        else { return nil }
        self.date = date
        self.day = day
        secondOfDay = hour * 3_600 + minute * 60 + second
    }

    static func == (left: Self, right: Self) -> Bool {
        left.date?.year == right.date?.year && left.date?.month == right.date?.month
            && left.day == right.day && left.secondOfDay == right.secondOfDay
    }
}

extension LogText {
    /// A number of so many digits.
    fileprivate func digits(_ start: Int, _ number: Int) -> Int? {
        guard count >= start + number else { return nil }
        var value = 0
        for index in start..<start + number {
            let digit = base[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
