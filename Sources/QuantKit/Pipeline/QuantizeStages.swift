//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where the time of a quantization went, summed over all threads.
public struct QuantizeStages: Sendable {
  /// One kind of work.
  public struct Stage: Sendable {
    /// The time that all threads together spent on it.
    public internal(set) var duration = Duration.zero
    /// The bytes that went into it.
    public internal(set) var byteCount = 0

    /// Bytes per second of one thread; nil when no time was spent.
    public var byteRate: Double? {
      duration > .zero ? Double(byteCount) / (duration / .seconds(1)) : nil
    }

    /// Does a piece of the work and counts it.
    mutating func measure<Result, Failure: Error>(
      byteCount: Int,
      _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
      let start = ContinuousClock.now
      let result = try work()
      duration += ContinuousClock.now - start
      self.byteCount += byteCount
      return result
    }

    static func += (left: inout Stage, right: Stage) {
      left.duration += right.duration
      left.byteCount += right.byteCount
    }
  }

  /// Reading the checkpoint.
  public internal(set) var reading = Stage()
  /// Turning weights into codes and scales, and counting what that costs.
  public internal(set) var quantizing = Stage()
  /// Compressing codes and elements.
  public internal(set) var compressing = Stage()
  /// Handing compressed frames to the operating system.
  public internal(set) var writing = Stage()
  /// Waiting until the disk has the file, at the end; not part of `writing`.
  public internal(set) var synchronizing = Duration.zero

  /// Reading the finished file back, in wall time, which all threads do together; empty where it is not done.
  public internal(set) var verifying = Stage()

  /// The stages with their names.
  public var all: [(name: String, stage: Stage)] {
    [
      ("reading", reading), ("quantizing", quantizing), ("compressing", compressing),
      ("writing", writing),
    ]
  }

  static func += (left: inout QuantizeStages, right: QuantizeStages) {
    left.reading += right.reading
    left.quantizing += right.quantizing
    left.compressing += right.compressing
    left.writing += right.writing
    left.synchronizing += right.synchronizing
    left.verifying += right.verifying
  }

  /// The figures under stable keys.
  var json: JSON {
    .object(
      all.map { name, stage in
        .init(
          key: name,
          value: [
            "seconds": .number(stage.duration / .seconds(1)), "bytes": .integer(stage.byteCount),
            "bytes_per_second": stage.byteRate.map(JSON.number) ?? .null,
          ]
        )
      } + [
        .init(key: "sync_seconds", value: .number(synchronizing / .seconds(1))),
        .init(key: "verify_seconds", value: .number(verifying.duration / .seconds(1))),
      ]
    )
  }
}
