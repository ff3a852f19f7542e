import Foundation
import Testing

@testable import ExporterToolkit

@Suite("Process usage")
struct ProcessUsageTests {
    private static let stat =
        "42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 4 0 1234 8192 3 1844 1 1"

    private static func usage(
        stat: String = stat, systemStat: String = "cpu 1 2\nbtime 1700000000\n",
        limits: String = "Max open files            1024                 4096      files\n"
    ) -> ProcessUsage? {
        ProcessUsage(
            stat: stat, systemStat: systemStat, ticksPerSecond: 100, pageSize: 4096, openFiles: 5,
            limits: limits)
    }

    @Test("reads what the kernel writes, with any name of the program")
    func parse() {
        #expect(
            Self.usage()
                == ProcessUsage(
                    cpuSeconds: 2, virtualBytes: 8192, residentBytes: 12288,
                    startTime: 1_700_000_012.34, openFiles: 5, maximumFiles: 1024))
    }

    @Test("what can't be read is absent, not zero")
    func absent() {
        #expect(Self.usage(stat: "") == nil)
        #expect(Self.usage(stat: "42 (a) S 1") == nil)
        #expect(Self.usage(systemStat: "")?.startTime == nil)
        #expect(Self.usage(limits: "Max open files unlimited")?.maximumFiles == nil)
    }

    @Test("this process has usage", .enabled(if: FileManager.default.fileExists(atPath: "/proc")))
    func current() throws {
        let usage = try #require(ProcessUsage.current())
        #expect(usage.residentBytes > 0)
        #expect(usage.virtualBytes >= usage.residentBytes)
        #expect(try #require(usage.openFiles) > 2)
        let start = try #require(usage.startTime)
        #expect(start > 1_600_000_000 && start < Date().timeIntervalSince1970 + 2)
    }
}
