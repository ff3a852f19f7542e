/// The text that a client's `instlog` has after some actions: lines as opsi-script 4.12 writes
/// them at its usual level, with the client's local time.
struct InstallationLog: Sendable {
    /// What is acted on.
    struct Product: Sendable {
        var id: String
        var productVersion: String
        var packageVersion: String
        var action: String

        var version: String { "\(productVersion)-\(packageVersion)" }
        var share: String { "p:\\\(id)" }
        var script: String { action == "uninstall" ? "uninstall.opsiscript" : "setup.opsiscript" }
    }

    private(set) var text = ""
    private let client: String
    /// Milliseconds since 1970 by the client's clock.
    private var time: Int
    private var product = ""

    /// - Parameters:
    ///   - client: the client's id.
    ///   - seconds: when it begins, by the client's clock.
    init(client: String, at seconds: Int) {
        self.client = client
        time = seconds * 1000
        line(1, "opsi-script log file with encoding utf8")
        line(1, "opsi-script 4.12.21.0 started at >> \(WireTime.text(seconds))")
    }

    private mutating func line(_ level: Int, _ text: String) {
        time += 37
        let milliseconds = String(1000 + time % 1000).dropFirst()
        self.text +=
            "[\(level)] [\(WireTime.text(time / 1000)).\(milliseconds)] [\(product)] \(text)\n"
    }

    /// Puts the clock forward, as after some time without a line.
    mutating func move(to seconds: Int) { time = max(time, seconds * 1000) }

    /// Goes on after a reboot that a script asked for.
    mutating func append() {
        product = ""
        text += "\n\n"
        line(1, "======= APPEND   \(WireTime.text(time / 1000))")
    }

    /// Ends what is sent to the server.
    mutating func submit() {
        product = ""
        line(
            5,
            "-------- submitted part of log file ends here, see the rest of log file on client "
                + "----------")
    }

    // MARK: A product's run

    mutating func succeed(_ product: Product) {
        begin(product)
        call("msiexec /i \(product.share)\\files\\\(product.id).msi /qn", code: 0)
        end(product, isSuccess: true, errors: 0)
    }

    /// A run whose script asks for a reboot at once; that it "succeeds" says nothing.
    mutating func reboot(_ product: Product) {
        begin(product)
        call("\(product.share)\\files\\setup.exe /quiet /norestart", code: 3010)
        line(6, "ExitWindows set to Immediate Reboot")
        end(product, isSuccess: true, errors: 0)
    }

    /// A run that is put off; it "succeeds", too.
    mutating func deferRun(_ product: Product) {
        begin(product)
        line(5, "The user is at work, asking again later")
        end(product, isSuccess: true, errors: 0)
    }

    /// A script that left early: the log calls it a success.
    mutating func leave(_ product: Product) {
        begin(product)
        end(product, isSuccess: true, errors: 0)
    }

    mutating func fail(_ product: Product, _ kind: OpsiMock.FailureKind) {
        switch kind {
        // It fails before a script is started.
        case .cache: return
        case .filesMissing: return failWithoutScript(product)
        default: break
        }
        begin(product)
        let share = product.share
        switch kind {
        case .installer, .silentInstaller:
            // Harmless codes come first.
            call("msiexec /x {5D2F00AB-0000-4C1E-9A10-7D1B0E528E01} /qn", code: 1605)
            call("msiexec /i \(share)\\files\\\(product.id).msi /qn ALLUSERS=1", code: 1603)
        case .busy:
            call("msiexec /i \(share)\\files\\\(product.id).msi /qn", code: 1618)
            line(3, "  Error: the installer reported 1618")
        case .diskFull:
            for number in 0..<3 {
                line(
                    3,
                    "  Error: copy of \(share)\\files\\data\(number).bin to C:\\Program Files"
                        + "\\\(product.id)\\data\(number).bin not possible.  Errorcode 112 "
                        + "(\"Es steht nicht genug Speicherplatz auf dem Datenträger zur "
                        + "Verfügung\")")
            }
        case .timeout:
            line(6, "  Call \"\(share)\\files\\setup.exe /silent\"")
            line(6, "     Timeout 600 seconds ")
            line(6, "     Waiting until the called process is finished")
            time += 600_000
            line(
                6,
                "  Waited for the end of started process\" - but time out reached after 600 sec.")
            line(6, "  ExitCode 259    Executed process \"\(share)\\files\\setup.exe /silent\"")
        case .licence:
            line(
                3,
                "  Error: retrieveJSONObject --- opsi service problem ---No license available for "
                    + "pool 'p_\(product.id)' and client '\(client)'")
            line(3, "  Error: Got no license key:")
        case .syntaxError:
            line(
                2,
                "  Syntax Error in Section: Actions (Command in line 41; origin: "
                    + "\(share)\\\(product.script) line: 41): Winbatch_Install /Waitt")
            end(product, isSuccess: false, errors: 3)
            return
        case .runtimeError:
            line(3, "Section FILES_DATA: cannot copy, access denied")
            line(2, "Set to FatalError because FatalOnRuntimeError is set")
            end(product, isSuccess: false, errors: 1)
            return
        case .scriptReason: line(4, "  the release is older than what is needed")
        case .cache, .filesMissing: break
        }
        line(2, "Error level set to fatal" + (kind.reason.isEmpty ? "" : ": \(kind.reason)"))
        end(product, isSuccess: false, errors: 1)
    }

    private mutating func failWithoutScript(_ product: Product) {
        announce(product)
        let script = "\(product.share)\\\(product.script)"
        for ending in ["retrying", "retrying", "giving up"] {
            time += 1000
            line(
                ending == "giving up" ? 3 : 4,
                "Script  \(script)  not found  file does not exist - \(ending)")
        }
        line(2, "Error level set to fatal")
        self.product = ""
    }

    // MARK: What runs have in common

    private mutating func announce(_ product: Product) {
        let action = product.action
        line(
            6,
            "Actionrequest for product: \(product.id) is (original/actual): (\(action) / "
                + "\(action))")
        self.product = product.id
        line(6, "Actionrequest for Product: \(product.id) is: \(action)")
    }

    private mutating func begin(_ product: Product) {
        announce(product)
        line(1, "")
        line(
            1,
            "============ Version 4.12.21.0 script \"\(product.share)\\\(product.script)\"")
        let indent = String(repeating: " ", count: 13)
        for text in [
            "used script encoding: utf8", "used system encoding: cp1252",
            "start: \(WireTime.text(time / 1000)) ",
            "installing product: \(product.id)_\(product.version)",
            "on client named    \"\(client)\"", "loggedin user    \"\"",
            "opsi-script running as    \"SYSTEM\"",
            "opsi-script running with admin privileges",
        ] {
            line(1, indent + text)
        }
        line(5, "Execution of winbatch_close")
        call("taskkill /im \(product.id).exe", code: 0)
        line(6, "If")
        line(6, "  Starting query if file exist ...")
        line(6, "EndIf")
    }

    private mutating func call(_ command: String, code: Int) {
        line(6, "  Call \"\(command)\"")
        line(6, "     Waiting until the called process is finished")
        time += 4_000
        line(6, "  ExitCode \(code)    Executed process \"\(command)\"")
    }

    private mutating func end(_ product: Product, isSuccess: Bool, errors: Int) {
        line(1, "___________________")
        line(1, "script finished: \(isSuccess ? "success" : "failed")")
        line(1, errors == 1 ? "1 error" : "\(errors) errors")
        line(1, "0 warnings")
        line(1, "Exitcode will be: \(isSuccess ? 0 : 1)")
        line(1, "")
        line(1, "handled product: \(product.id) Version: \(product.version)")
        line(1, "")
        self.product = ""
    }
}
