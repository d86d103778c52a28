//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a finished quantization wrote and cost.
public struct QuantizeSummary: Sendable {
  /// A quantized tensor with its errors.
  public struct Tensor: Sendable {
    /// The name.
    public let name: String
    /// The scheme's name.
    public let schemeName: String
    /// What quantizing cost.
    public let statistics: QuantizationStatistics
  }

  /// The file.
  public let outputPath: String
  /// The number of tensors.
  public let tensorCount: Int
  /// The number of weights in all tensors.
  public let weightCount: Int
  /// The size of all tensors in the checkpoint, in bytes.
  public let sourceByteCount: Int
  /// The size of the file, in bytes.
  public let outputByteCount: Int
  /// The size of all tensors in the file, in bytes.
  public let storedByteCount: Int
  /// The quantized tensors in the order of the file.
  public let quantizedTensors: [Tensor]
  /// How many of the tensors an interrupted run had finished.
  public let resumedTensorCount: Int
  /// The number of threads that worked.
  public let threadCount: Int
  /// Where the time went.
  public let stages: QuantizeStages
  /// What a person should know of the checkpoint and the plan.
  public let notes: [String]
  /// How long it took.
  public let wallDuration: Duration
  /// The largest resident size of the process, in bytes.
  public let peakMemoryByteCount: Int

  /// The number of quantized tensors.
  public var quantizedTensorCount: Int { quantizedTensors.count }

  /// Bits in the file for each weight, side files and index aside; 0 without weights.
  public var bitsPerWeight: Double {
    weightCount == 0 ? 0 : Double(storedByteCount) * 8 / Double(weightCount)
  }

  /// The five tensors with the smallest ratio of signal to quantization noise, the worst first.
  public var worstTensors: [Tensor] {
    let rated = quantizedTensors.enumerated().compactMap { index, tensor in
      tensor.statistics.signalToNoiseRatio.map { (ratio: $0, index: index, tensor: tensor) }
    }
    return rated.sorted { ($0.ratio, $0.index) < ($1.ratio, $1.index) }.prefix(5).map(\.tensor)
  }

  /// The figures under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "output": .string(outputPath),
      "tensors": .integer(tensorCount),
      "quantized_tensors": .integer(quantizedTensorCount),
      "weights": .integer(weightCount),
      "source_bytes": .integer(sourceByteCount),
      "output_bytes": .integer(outputByteCount),
      "stored_bytes": .integer(storedByteCount),
      "bits_per_weight": .number(bitsPerWeight),
      "resumed_tensors": .integer(resumedTensorCount),
      "threads": .integer(threadCount),
      "wall_seconds": .number(wallDuration / .seconds(1)),
      "stages": stages.json,
      "peak_memory_bytes": .integer(peakMemoryByteCount),
      "notes": .array(notes.map(JSON.string)),
      "errors": .array(
        quantizedTensors.map { tensor in
          [
            "name": .string(tensor.name), "scheme": .string(tensor.schemeName),
            "statistics": tensor.statistics.report,
          ]
        }
      ),
    ]
  }
}

extension QuantizeSummary {
  /// What a writer that has published its file wrote, by a plan.
  init(
    plan: QuantizePlan,
    writer: ContainerWriter,
    resumedTensorCount: Int,
    threadCount: Int,
    stages: QuantizeStages,
    wallDuration: Duration
  ) {
    outputPath = plan.outputPath
    tensorCount = plan.entries.count
    weightCount = plan.weightCount
    sourceByteCount = plan.sourceByteCount
    outputByteCount = writer.byteCount
    storedByteCount = writer.tensors.reduce(0) { $0 + $1.storedByteCount }
    quantizedTensors = writer.tensors.compactMap { tensor in
      tensor.statistics.map {
        Tensor(name: tensor.info.name, schemeName: tensor.encoding.schemeName, statistics: $0)
      }
    }
    self.resumedTensorCount = resumedTensorCount
    self.threadCount = threadCount
    self.stages = stages
    notes = plan.notes
    self.wallDuration = wallDuration
    peakMemoryByteCount = ProcessUsage.peakResidentByteCount
  }
}
