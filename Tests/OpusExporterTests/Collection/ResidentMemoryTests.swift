import Foundation
import LocalSystem
import Testing

#if os(Linux)
    @Suite("Resident memory")
    struct ResidentMemoryTests {
        /// Kilobytes of this program's code that are in its memory (`/proc/self/smaps`).
        private static func code() throws -> Int {
            let program = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")
            let maps = try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8)
            var isCode = false
            var kilobytes = 0
            for line in maps.split(separator: "\n") {
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                if words[0].contains("-") {
                    isCode = words[1].contains("x") && line.hasSuffix(program)
                } else if isCode, words[0] == "Rss:" {
                    kilobytes += Int(words[1]) ?? 0
                }
            }
            return kilobytes
        }

        @Test("code is given back, and runs on")
        func code() throws {
            let before = try Self.code()
            ResidentMemory.giveBackCode()
            let after = try Self.code()
            #expect(before > 0)
            #expect(after < before)
        }
    }
#endif
