// Built together with the sources of the reader (see `run`), as a fuzzer brings its own main.

/// What libFuzzer calls with each input.
///
/// - Parameters:
///   - start: the input.
///   - count: its bytes.
/// - Returns: 0; a finding is a trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let value = try? MessagePackReader.read(bytes) else { return 0 }
    // What is read is written again, in its shortest form, and read as the same.
    let written = value.encoded
    guard let again = try? MessagePackReader.read(written), again.encoded == written else {
        fatalError("read as \(value), and not again")
    }
    return 0
}
