import OpusCore
import Testing

/// Cutting a log into runs, and what each of them comes to.
@Suite("Runs in a log") struct LogRunTests {
    private func diagnosis(_ lines: [(Int, String)]) -> Diagnosis? {
        InstallationLog(LogBuilder.failed(lines).bytes).lastRun(of: "app")?.diagnosis
    }

    @Test("An empty log, and one without products, has no runs")
    func empty() {
        #expect(InstallationLog([]).runs.isEmpty)
        #expect(InstallationLog([]).byteCount == 0)
        var log = LogBuilder()
        log.line(1, "", "opsi-script 4.12.21.0 started at >> 2026-11-26 09:14:00")
        #expect(InstallationLog(log.bytes).runs.isEmpty)
        #expect(InstallationLog("no log at all\n\n[x] [y]".utf8).runs.isEmpty)
    }

    @Test("A script that is missing leaves neither header nor end")
    func missingScript() {
        var log = LogBuilder()
        log.begin("app", header: false)
        log.line(4, "app", #"Script  p:\app\setup.opsiscript  not found  gone - retrying"#)
        log.line(3, "app", #"Script  p:\app\setup.opsiscript  not found  gone - giving up"#)
        log.line(2, "app", "Error level set to fatal")
        log.begin("next")
        log.end("next", "success")
        let read = InstallationLog(log.bytes)
        #expect(read.runs.map(\.product) == ["app", "next"])
        #expect(read.runs.map(\.ending) == [.failed, .succeeded])
        #expect(read.runs.first?.hasBeginning == false)
        #expect(read.runs.first?.diagnosis?.cause == .filesMissing)
    }

    @Test("A product without a script for the action was not started")
    func noScript() {
        var log = LogBuilder()
        log.begin("app", header: false)
        log.line(2, "app", "Error level set to fatal, action type uninstall")
        let run = InstallationLog(log.bytes).lastRun(of: "app")
        #expect(run?.ending == .failed)
        #expect(run?.diagnosis?.cause == .notStarted)
    }

    @Test("The last of several runs counts, whatever the others were")
    func lastRun() {
        var log = LogBuilder.failed([(6, #"ExitCode 1603    Executed process "a.msi""#)])
        log.begin("app", "1.1-1")
        log.end("app", "success", "1.1-1")
        let read = InstallationLog(log.bytes)
        #expect(read.runs.map(\.ending) == [.failed, .succeeded])
        #expect(read.runs.map(\.version) == ["1.0-1", "1.1-1"])
        #expect(read.lastRun(of: "app")?.diagnosis == nil)
    }

    @Test("A run that another one, another part or the end of the log follows was interrupted")
    func interrupted() {
        var log = LogBuilder()
        log.begin("one")
        log.line(6, "one", "Set  $A$ = \"1\"")
        log.begin("two")
        log.line(5, "", "-------- submitted part of log file ends here, see the rest")
        log.line(1, "", "======= APPEND   26.11.2026 06:31:53")
        log.begin("two")
        log.line(6, "two", "Set  $B$ = \"2\"")
        let runs = InstallationLog(log.bytes).runs
        #expect(runs.map(\.product) == ["one", "two", "two"])
        #expect(runs.allSatisfy { $0.ending == .interrupted })
        #expect(runs[0].diagnosis?.cause == .interrupted)
        #expect(runs[0].diagnosis?.evidence.first?.text == "Set  $A$ = \"1\"")
        #expect(runs[2].restarts == 1)
    }

    @Test("A script that asks for a reboot each time it runs is a loop; once is none")
    func reboots() {
        var log = LogBuilder()
        for round in 0..<3 {
            if round > 0 { log.line(1, "", "======= APPEND   26.11.2026 06:31:53") }
            log.begin("app")
            log.line(6, "app", #"ExitCode 3010    Executed process "setup.exe""#)
            log.line(6, "app", "ExitWindows set to Immediate Reboot")
            log.end("app", "success")
        }
        let runs = InstallationLog(log.bytes).runs
        #expect(runs.map(\.ending) == [.rebooting, .rebooting, .rebooting])
        #expect(runs.map(\.restarts) == [0, 1, 2])
        #expect(runs[0].diagnosis == nil)
        #expect(runs[2].diagnosis?.cause == .rebootLoop)
        #expect(runs[2].diagnosis?.exitCode?.number == 3_010)
    }

    @Test("A log that begins and ends in one run has that run")
    func middle() {
        var log = LogBuilder()
        for step in 0..<5 { log.line(6, "app", "step \(step)") }
        let run = InstallationLog(log.bytes).lastRun(of: "app")
        #expect(run?.hasBeginning == false)
        #expect(run?.ending == .interrupted)
        #expect(run?.lines == 1...5)
    }

    @Test("The last code that is no success is the verdict, unless the same command did it later")
    func codes() {
        let failed = #"ExitCode 1603    Executed process "msiexec /i a.msi""#
        let good = #"ExitCode 0    Executed process "msiexec /i a.msi""#
        let other = #"ExitCode 3010    Executed process "b.exe""#
        #expect(diagnosis([(6, failed), (2, "Error level set to fatal")])?.cause == .installer)
        #expect(diagnosis([(6, failed), (2, "Error level set to fatal")])?.isGuessed == false)
        let followed = diagnosis([(6, failed), (6, other), (2, "Error level set to fatal: no")])
        #expect(followed?.exitCode?.number == 1_603)
        #expect(followed?.isGuessed == true)
        let again = diagnosis([
            (6, failed), (6, good), (2, "Error level set to fatal: no shortcut"),
        ])
        #expect(again?.cause == .scriptReason)
        #expect(again?.reason == "no shortcut")
        #expect(again?.exitCode == nil)
    }

    @Test("What helps an installer is no installer: its code stands behind all else")
    func helpers() {
        let kill = #"ExitCode 128    Executed process "C:\Windows\System32\taskkill.exe /im a.exe""#
        let copy = #"ExitCode 3    Executed process "robocopy a b""#
        let reasoned = diagnosis([
            (6, kill), (6, copy), (2, "Error level set to fatal: no disk D:"),
        ])
        #expect(reasoned?.cause == .scriptReason)
        let bare = diagnosis([(6, kill), (2, "Error level set to fatal")])
        #expect(bare?.cause == .installer)
        #expect(bare?.exitCode?.number == 128)
        #expect(bare?.isGuessed == true)
    }

    @Test("Where reason and exit code disagree, both are there")
    func contradiction() {
        let found = diagnosis([
            (6, #"ExitCode 1603    Executed process "msiexec /i a.msi""#),
            (2, "Error level set to fatal: Another installation is in progress (1618)"),
        ])
        #expect(found?.cause == .installer)
        #expect(found?.exitCode?.number == 1_603)
        #expect(found?.reasonCode?.number == 1_618)
        #expect(found?.isContradictory == true)
        #expect(found?.text.contains("the reason names 1618") == true)
    }

    @Test(
        "Each kind of line tells its cause",
        arguments: [
            (3, #"Error: copy of p:\a to c:\b not possible.  Errorcode 112 ("voll")"#, "disk_full"),
            (3, #"Error: copy of p:\a to c:\b not possible.  Errorcode 32 ("auf")"#, "busy"),
            (3, #"Error: copy of p:\a to c:\b not possible.  Errorcode 5 ("nein")"#, "rights"),
            (3, #"Error:  p:\app\files\data.zip does not exist"#, "files_missing"),
            (3, "Error: No licenses in pool 'P'", "licence"),
            (3, "Error: x --- opsi service problem ---timeout", "service"),
            (3, #"Error: Could not execute process "p:\app\a.exe""#, "not_started"),
            (6, #"ExitCode 259    Executed process "a.exe""#, "timeout"),
            (6, #"ExitCode -1073741819    Executed process "a.exe""#, "installer"),
            (2, "Exception in CreateAndProcessScript: access violation", "script_error"),
            (5, "Background install is not possible. So we abort the installation.", "not_started"),
            (3, "Section FILES_DATA: something else", "script_error"),
            (4, "Target file was in use, it is replaced at the next start", "unknown"),
        ])
    func kinds(_ level: Int, _ words: String, _ cause: String) {
        #expect(diagnosis([(level, words), (2, "Error level set to fatal")])?.cause.name == cause)
    }

    @Test("An error before FatalOnRuntimeError tells what it was")
    func runtimeError() {
        let stop = (2, "Set to FatalError because FatalOnRuntimeError is set")
        let full = diagnosis([(3, "Error: copy of a to b not possible.  Errorcode 112 (x)"), stop])
        #expect(full?.cause == .diskFull)
        #expect(full?.exitCode?.number == 112)
        let other = diagnosis([(3, "Section X: cannot copy"), stop])
        #expect(other?.cause == .scriptError)
        #expect(other?.evidence.first?.text == "Section X: cannot copy")
    }

    @Test("Levels beyond 6 and continued lines tell nothing")
    func noise() {
        let found = diagnosis([
            (7, #"ExitCode 1603    Executed process "included""#),
            (8, "Error level set to fatal: included"),
            (6, "a text that goes on\nError level set to fatal: in the next line"),
            (2, "Error level set to fatal: real"),
        ])
        #expect(found?.reason == "real")
        #expect(found?.cause == .scriptReason)
    }

    @Test("In the old format, a text outside of products may begin with a bracket")
    func brackets() {
        let text = """
            [1] [Okt 20 09:14:00:000] [Section] of something
            [6] [Okt 20 09:14:00:020] Actionrequest for product: a is (original/actual): (setup / setup)
            [1] [Okt 20 09:14:00:021] [a] ============ Version 4.11 script "p:\\a\\setup.ins"
            [1] [Okt 20 09:14:00:022] [a]      installing product: a_1-2
            [2] [Okt 20 09:14:00:023] [a] Error level set to fatal: [x] no
            [1] [Okt 20 09:14:00:024] [a] script finished: failed
            """
        let read = InstallationLog(text.utf8)
        #expect(read.runs.map(\.product) == ["a"])
        #expect(read.runs.first?.diagnosis?.reason == "[x] no")
    }

    @Test("Memory stays bounded: very long lines are cut, of very many runs the last are kept")
    func bounds() {
        var log = LogBuilder()
        for number in 0..<2_000 {
            log.begin("app\(number)")
            log.end("app\(number)", "success")
        }
        log.begin("last")
        let long = String(repeating: "x ", count: 200_000)
        log.line(2, "last", "Error level set to fatal: \(long)")
        log.end("last", "failed")
        let read = InstallationLog(log.bytes)
        #expect(read.runs.count <= 512)
        #expect(read.runs.last?.product == "last")
        #expect(read.runs.last?.ending == .failed)
        #expect((read.runs.last?.diagnosis?.evidence.first?.text.utf8.count ?? 0) <= 2_048)
        #expect((read.runs.last?.diagnosis?.reason?.utf8.count ?? 0) <= 2_048)
    }
}
