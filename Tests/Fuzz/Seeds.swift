import Foundation

/// Writes the bodies of recorded answers, one a file, for a fuzzer to begin with.
@main
struct Seeds {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: seeds RECORDINGS DIRECTORY\n".utf8))
            exit(64)
        }
        let source = URL(filePath: arguments[1])
        let target = URL(filePath: arguments[2])
        let files = try FileManager.default.contentsOfDirectory(
            at: source, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension == "json" {
            let recording = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
            guard let members = recording as? [String: Any],
                let response = members["response"] as? [String: Any], var body = response["body"]
            else { continue }
            if var answer = body as? [String: Any], let list = answer["result"] as? [Any] {
                // A fuzzer learns little from the thousandth object of a list.
                answer["result"] = Array(list.prefix(4))
                answer["id"] = 1
                body = answer
            }
            let bytes =
                if let text = body as? String { Data(text.utf8) } else {
                    try JSONSerialization.data(withJSONObject: body, options: .fragmentsAllowed)
                }
            try bytes.prefix(8_000).write(to: target.appending(path: file.lastPathComponent))
        }
    }
}
