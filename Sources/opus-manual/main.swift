import Foundation

// opus-manual VERSION < HELP: prints the manual page of a program whose `--experimental-dump-help`
// comes on standard input. `make man` runs it.
let arguments = CommandLine.arguments
guard arguments.count == 2 else {
    FileHandle.standardError.write(
        Data("usage: opus --experimental-dump-help | opus-manual VERSION\n".utf8))
    exit(64)
}
do {
    let help = try FileHandle.standardInput.readToEnd() ?? Data()
    let dump = try JSONDecoder().decode(HelpDump.self, from: help)
    let page = ManualPage(dump.command, version: arguments[1])
    FileHandle.standardOutput.write(Data(page.text.utf8))
} catch {
    FileHandle.standardError.write(Data("opus-manual: standard input is no dump of help\n".utf8))
    exit(65)
}
