import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the kernel says of this process; nil where it could not be read.
public struct ProcessUsage: Sendable, Equatable {
    var cpuSeconds: Double
    var virtualBytes: Int
    var residentBytes: Int
    /// In Unix seconds.
    var startTime: Double?
    var openFiles: Int?
    /// Nil also where there is no limit.
    var maximumFiles: Int?
}

extension ProcessUsage {
    /// Reads the usage of this process.
    ///
    /// - Returns: what holds now; nil where there is no `/proc`.
    public static func current() -> ProcessUsage? {
        guard let stat = try? FileText.contents("/proc/self/stat") else { return nil }
        return ProcessUsage(
            stat: stat,
            systemStat: (try? FileText.contents("/proc/stat")) ?? "",
            ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
            pageSize: sysconf(Int32(_SC_PAGESIZE)),
            openFiles: entries("/proc/self/fd").map { $0 - 1 },
            limits: (try? FileText.contents("/proc/self/limits")) ?? "")
    }

    /// Reads the texts of the files in `/proc`.
    ///
    /// - Parameters:
    ///   - stat: `/proc/self/stat`.
    ///   - systemStat: `/proc/stat`, which has the time of the boot.
    ///   - ticksPerSecond: the kernel's clock ticks.
    ///   - pageSize: bytes of a page.
    ///   - openFiles: open file descriptors.
    ///   - limits: `/proc/self/limits`.
    init?(
        stat: String, systemStat: String, ticksPerSecond: Int, pageSize: Int, openFiles: Int?,
        limits: String
    ) {
        // The second field is the program's name in parentheses and can hold anything.
        guard ticksPerSecond > 0, let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: name)...].split(whereSeparator: \.isWhitespace)
        // Counted from the third field of proc(5).
        guard fields.count > 21,
            let user = Double(fields[11]), let system = Double(fields[12]),
            let started = Double(fields[19]),
            let virtual = Int(fields[20]), let pages = Int(fields[21])
        else { return nil }
        let (resident, isHuge) = pages.multipliedReportingOverflow(by: pageSize)
        guard !isHuge else { return nil }
        cpuSeconds = (user + system) / Double(ticksPerSecond)
        virtualBytes = virtual
        residentBytes = resident
        startTime = Self.number(after: "btime ", in: systemStat).map {
            $0 + started / Double(ticksPerSecond)
        }
        self.openFiles = openFiles
        maximumFiles = Self.number(after: "Max open files ", in: limits).flatMap {
            Int(exactly: $0)
        }
    }

    /// How many entries a directory has, or nil where it can't be read.
    private static func entries(_ path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // `.` and `..` are no entries; nothing else in such a directory starts with a dot.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    private static func number(after key: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix(key) }?
            .dropFirst(key.count).split(separator: " ").first.flatMap { Double($0) }
    }
}
