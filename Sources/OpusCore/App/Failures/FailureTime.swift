public import OpusServer

/// Since when a product has been failed, as far as its row tells.
public enum FailureTime: Sendable, Equatable {
    /// Since this moment, in Unix seconds.
    case since(Int)
    /// Since before this moment, in Unix seconds: it was asked for again then, which moved the time.
    case before(Int)
    /// Nobody knows.
    case unknown

    /// The latest moment at which it can have failed; nil where nobody knows.
    public var latest: Int? {
        switch self {
        case .since(let time), .before(let time): time
        case .unknown: nil
        }
    }
}

extension FailedProducts {
    /// Since when a product has been failed.
    ///
    /// - Parameter row: one of the rows.
    /// - Returns: the time.
    public func time(of row: ProductOnClient) -> FailureTime {
        guard let time = row.modificationTime?.unixTime(utcOffset: utcOffset) else {
            return .unknown
        }
        // A request moves the time. One of `always` was there before, and stays.
        return row.isPending ? .before(time) : .since(time)
    }

    /// Those that failed, or were asked for again, within the last so many seconds.
    ///
    /// - Parameter seconds: the seconds.
    /// - Returns: the failures that are left.
    public func within(seconds: Int) -> FailedProducts {
        filtered { row in time(of: row).latest.map { serverTime - $0 <= seconds } ?? false }
    }

    /// Those of some products.
    ///
    /// - Parameter ids: the products; none for all.
    /// - Returns: the failures that are left.
    public func of(products ids: [ObjectID]) -> FailedProducts {
        guard !ids.isEmpty else { return self }
        let wanted = Set(ids)
        return filtered { wanted.contains($0.productID) }
    }
}
