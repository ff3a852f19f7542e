/// A row of ProductOnClient: what a product is on a client, as numbers of a string table.
struct ProductOnClientRow: Sendable, Equatable {
    enum Column: String, Sendable, CaseIterable {
        case targetConfiguration, installationStatus, actionRequest, lastAction, actionProgress
        case actionResult, productVersion, packageVersion, modificationTime, productId
        case productType
    }

    private var targetConfiguration: UInt32 = 0
    private var installationStatus: UInt32 = 0
    private var actionRequest: UInt32 = 0
    private var lastAction: UInt32 = 0
    private var actionProgress: UInt32 = 0
    private var actionResult: UInt32 = 0
    private var productVersion: UInt32 = 0
    private var packageVersion: UInt32 = 0
    private var modificationTime = PackedTime.null
    private var productId: UInt32 = 0
    private var productType: UInt32 = 0

    var time: PackedTime {
        get { modificationTime }
        set { modificationTime = newValue }
    }

    /// A column's number; for the time its packed form.
    subscript(column: Column) -> UInt32 {
        get {
            switch column {
            case .targetConfiguration: targetConfiguration
            case .installationStatus: installationStatus
            case .actionRequest: actionRequest
            case .lastAction: lastAction
            case .actionProgress: actionProgress
            case .actionResult: actionResult
            case .productVersion: productVersion
            case .packageVersion: packageVersion
            case .modificationTime: modificationTime.rawValue
            case .productId: productId
            case .productType: productType
            }
        }
        set {
            switch column {
            case .targetConfiguration: targetConfiguration = newValue
            case .installationStatus: installationStatus = newValue
            case .actionRequest: actionRequest = newValue
            case .lastAction: lastAction = newValue
            case .actionProgress: actionProgress = newValue
            case .actionResult: actionResult = newValue
            case .productVersion: productVersion = newValue
            case .packageVersion: packageVersion = newValue
            case .modificationTime: modificationTime = PackedTime(rawValue: newValue)
            case .productId: productId = newValue
            case .productType: productType = newValue
            }
        }
    }
}

/// A modification time in four bytes: seconds since 1970, or the number of a text that is no
/// proper time, such as the zero date.
struct PackedTime: Sendable, Equatable {
    var rawValue: UInt32

    static let null = PackedTime(rawValue: 0)
    /// From here on the value is the number of a text: no fleet has seen the year 2097.
    private static let firstText: UInt32 = 0xF000_0000

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    init(seconds: Int) {
        rawValue = UInt32(clamping: min(max(seconds, 1), Int(Self.firstText) - 1))
    }

    init(_ text: String?, in table: inout TextPool) {
        guard let text else {
            self = .null
            return
        }
        if let seconds = WireTime.seconds(text), seconds > 0, seconds < Int(Self.firstText) {
            rawValue = UInt32(seconds)
        } else {
            rawValue = Self.firstText + table.number(of: text)
        }
    }

    /// The seconds since 1970, where this is a proper time.
    var seconds: Int? {
        rawValue > 0 && rawValue < Self.firstText ? Int(rawValue) : nil
    }

    func text(in table: TextPool) -> String? {
        if let seconds { return WireTime.text(seconds) }
        return rawValue == 0 ? nil : table[rawValue - Self.firstText]
    }
}
