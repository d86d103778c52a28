//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What to measure.
public struct BenchmarkOptions: Sendable {
  /// Tokens that are fed together.
  public var promptLength: Int
  /// Tokens that are fed one by one.
  public var generationLength: Int
  /// Tokens that are in the KV cache before, one measurement for each.
  public var depths: [Int]
  /// How often each measurement is made.
  public var repetitions: Int

  /// Options, by default those of `run bench`.
  public init(
    promptLength: Int = 512,
    generationLength: Int = 128,
    depths: [Int] = [0, 2048],
    repetitions: Int = 5
  ) {
    self.promptLength = promptLength
    self.generationLength = generationLength
    self.depths = depths
    self.repetitions = repetitions
  }
}

/// How fast a model loads and runs on this machine.
public struct BenchmarkReport: Sendable {
  /// Opening the model and reading its weights, in seconds.
  public let loadSeconds: Double
  /// Tokens fed together, one measurement for each depth.
  public let prefill: [SpeedMeasurement]
  /// Tokens fed one by one, one measurement for each depth.
  public let decode: [SpeedMeasurement]
  /// How fast the threads together read memory, in bytes per second.
  public let readBandwidth: RateSummary
  /// What was asked for.
  public let options: BenchmarkOptions
  /// How codes and activations were multiplied.
  public let arithmetic: Arithmetic
  /// How keys and values were stored.
  public let keyValueFormat: KeyValueFormat
  /// The kernels used.
  public let instructionSet: InstructionSet
  /// The number of threads.
  public let threadCount: Int
  /// The size of the weights in memory, in bytes.
  public let weightByteCount: Int
  /// The largest resident size of the process before the bandwidth was measured, in bytes.
  public let peakMemoryByteCount: Int

  /// The bytes that a measurement moves each second at its median.
  public func byteRate(of measurement: SpeedMeasurement) -> Double {
    measurement.tokensPerSecond.median * Double(measurement.byteCountPerToken)
  }

  /// The figures under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "load_seconds": .number(loadSeconds),
      "prefill": .array(
        prefill.map {
          ["depth": .integer($0.depth), "tokens_per_second": $0.tokensPerSecond.json]
        }
      ),
      "decode": .array(
        decode.map {
          [
            "depth": .integer($0.depth), "tokens_per_second": $0.tokensPerSecond.json,
            "bytes_per_token": .integer($0.byteCountPerToken),
            "bytes_per_second": .number(byteRate(of: $0)),
            "bandwidth_share": .number(byteRate(of: $0) / readBandwidth.median),
          ]
        }
      ),
      "prompt": .integer(options.promptLength),
      "generate": .integer(options.generationLength),
      "repeat": .integer(options.repetitions),
      "read_bandwidth_bytes_per_second": readBandwidth.json,
      "arithmetic": .string(arithmetic.rawValue),
      "kv": .string(keyValueFormat.rawValue),
      "kernels": .string(instructionSet.rawValue),
      "threads": .integer(threadCount),
      "weight_bytes": .integer(weightByteCount),
      "peak_memory_bytes": .integer(peakMemoryByteCount),
    ]
  }
}

extension RunSession {
  /// Measures prefill, decode and the memory's read bandwidth.
  ///
  /// - Parameters:
  ///   - options: What to measure, every number positive, depths not negative.
  ///   - cancellation: Looked at between runs and tokens.
  /// - Returns: The figures.
  /// - Throws: `CancellationError`.
  public func benchmark(
    _ options: BenchmarkOptions = BenchmarkOptions(),
    cancellation: Cancellation = Cancellation()
  ) throws -> BenchmarkReport {
    let benchmark = SpeedBenchmark(model: model, cancellation: cancellation)
    let prefill = try options.depths.map {
      try benchmark.prefill(
        length: options.promptLength,
        depth: $0,
        repetitions: options.repetitions
      )
    }
    let decode = try options.depths.map {
      try benchmark.decode(
        length: options.generationLength,
        depth: $0,
        repetitions: options.repetitions
      )
    }
    let peakMemoryByteCount = ProcessUsage.peakResidentByteCount
    try cancellation.check()
    let bandwidth = MemoryBandwidth.measure(
      with: Kernels(instructionSet: instructionSet, pool: pool),
      repetitions: options.repetitions
    )
    return BenchmarkReport(
      loadSeconds: loadDuration / .seconds(1),
      prefill: prefill,
      decode: decode,
      readBandwidth: bandwidth,
      options: options,
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat,
      instructionSet: instructionSet,
      threadCount: pool.threadCount,
      weightByteCount: model.weightByteCount,
      peakMemoryByteCount: peakMemoryByteCount
    )
  }
}
