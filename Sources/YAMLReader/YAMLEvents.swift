import CYaml

/// libyaml's way through a text, event by event.
struct YAMLEvents: ~Copyable {
    /// At one address for its whole life, as it points to itself.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// The text, which the parser reads from as it goes.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        bytes = .allocate(capacity: text.utf8.count)
        _ = bytes.initialize(from: text.utf8)
        // Fails for want of memory alone; what follows then fails as well.
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        bytes.deallocate()
    }

    /// The next event.
    mutating func next() throws(YAMLDocument.Mistake) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw mistake }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    private var mistake: YAMLDocument.Mistake {
        let parser = parser.pointee
        switch parser.error {
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            let problem = parser.problem.map { String(cString: $0) } ?? "found something else"
            return .malformed(
                problem: problem, line: parser.problem_mark.line + 1,
                column: parser.problem_mark.column + 1)
        default: return .unreadable
        }
    }
}
