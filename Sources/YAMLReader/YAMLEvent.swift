import CYaml

/// A step of libyaml's through a text.
struct YAMLEvent {
    enum Kind: Equatable {
        case scalar(text: String, isPlain: Bool)
        case alias(String)
        case sequence
        case mapping
        /// Of a list, of a mapping, or of the whole text.
        case end
        /// A document's or the stream's own.
        case other
    }

    let kind: Kind
    /// The name by which aliases further down mean this value.
    let anchor: String?
    /// From 1.
    let line: Int
    /// From 1.
    let column: Int

    init(_ event: borrowing yaml_event_t) {
        line = event.start_mark.line + 1
        column = event.start_mark.column + 1
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            kind = .scalar(
                text: String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                    as: UTF8.self),
                isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            anchor = scalar.anchor.map { String(cString: $0) }
        case YAML_ALIAS_EVENT:
            kind = .alias(event.data.alias.anchor.map { String(cString: $0) } ?? "")
            anchor = nil
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequence
            anchor = event.data.sequence_start.anchor.map { String(cString: $0) }
        case YAML_MAPPING_START_EVENT:
            kind = .mapping
            anchor = event.data.mapping_start.anchor.map { String(cString: $0) }
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT, YAML_STREAM_END_EVENT:
            kind = .end
            anchor = nil
        default:
            kind = .other
            anchor = nil
        }
    }

    /// What is wrong where it begins.
    func mistake(_ problem: String) -> YAMLDocument.Mistake {
        .malformed(problem: problem, line: line, column: column)
    }
}
