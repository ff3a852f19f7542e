extension String {
    /// The text without what could steer a terminal, as far as a person reads.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(200).filter {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
                }))
    }
}
