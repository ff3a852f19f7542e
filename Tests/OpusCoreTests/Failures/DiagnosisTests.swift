import Testing

@testable import OpusCore

/// What a row's reason alone tells, and how reasons become one group.
@Suite("Diagnosis") struct DiagnosisTests {
    @Test(
        "A reason tells cause and code",
        arguments: [
            (
                "ExitCode = 1603 ERROR_INSTALL_FAILURE Fatal error", FailureCause.installer, 1_603,
                false
            ),
            ("Another installation is in progress (1618)", .busy, 1_618, true),
            ("setup ended with exit code 112", .diskFull, 112, false),
            ("error code: 0x80070005", .installer, -2_147_024_891, false),
            ("ExitCode = 3010 ERROR_SUCCESS_REBOOT_REQUIRED", .scriptReason, nil, false),
            ("Cache failure: MD5sum mismatch", .cache, nil, false),
            ("Syntax Error", .syntaxError, nil, false), ("Runtime Error", .scriptError, nil, false),
            ("Version 2024 not found", .scriptReason, nil, false),
            ("needs 5 GB", .scriptReason, nil, false),
        ] as [(String, FailureCause, Int?, Bool)])
    func reason(_ reason: String, _ cause: FailureCause, _ code: Int?, _ guessed: Bool) {
        let found = Diagnosis(reason: reason)
        #expect(found?.cause == cause)
        #expect(found?.exitCode?.number == code)
        #expect(found?.isGuessed == guessed)
        #expect(found?.reason == reason)
    }

    @Test("No reason tells nothing", arguments: ["", " ", "\n"])
    func none(_ reason: String) { #expect(Diagnosis(reason: reason) == nil) }

    @Test(
        "A reason is the same on another client",
        arguments: [
            ("Copy to C:\\Program Files\\A B\\c.dll failed", "Copy to D:\\x\\c.dll failed"),
            (
                "No answer from pc-01.fleet.test at 12:30:01",
                "No answer from pc-02.fleet.test at 9:03:44"
            ),
            (
                "Removing {7D1B0E52-0000-4C1E-9A10-5D2F00AB8E01} failed",
                "Removing {0D1B0E52-1111-4C1E-9A10-5D2F00AB8E02} failed"
            ),
            ("Needs 5.2 GB, has 1.1", "Needs 4 GB, has 0.9"),
            ("Old version 1.2.3-4 is locked by 4711", "Old version 2.0-1 is locked by 12"),
            ("\\\\srv1\\share$ is not there", "\\\\srv2.example.org\\d is not there"),
        ])
    func same(_ left: String, _ right: String) {
        let first = NormalizedReason(left, clientID: "pc-01.fleet.test")
        let second = NormalizedReason(right, clientID: "pc-02.fleet.test")
        #expect(first == second, "\(first.text) | \(second.text)")
    }

    @Test("A code, and the words, keep reasons apart")
    func apart() {
        let client = "pc-01.fleet.test"
        #expect(
            NormalizedReason("failed, exit code 1603", clientID: client)
                != NormalizedReason("failed, exit code 1612", clientID: client))
        #expect(
            NormalizedReason("no licence", clientID: client)
                != NormalizedReason("no disk", clientID: client))
        #expect(NormalizedReason("failed (1618)", clientID: client).text == "failed (1618)")
    }

    @Test("Codes are told in words, those of crashes included")
    func words() {
        #expect(ResultCode(1_618).text == "1618 (another installation is running)")
        #expect(ResultCode(3_221_225_477).number == -1_073_741_819)
        #expect(ResultCode(3_221_225_477).words == "crashed, 0xC0000005")
        #expect(ResultCode(4_711).text == "4711")
        #expect([0, 1_605, 1_641, 3_010].allSatisfy { ResultCode($0).isSuccess })
    }
}
