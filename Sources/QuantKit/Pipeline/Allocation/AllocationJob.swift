//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Chooses how every matrix is stored for a size, so that the predicted divergence from the original is least:
/// steps for a size in the file, schemes for one in memory.
///
/// Which matrices are quantized, the recipe says; those that a plan file names stay as it says.
///
/// First the divergence is measured that quantizing one group of matrices causes: those of each operation in
/// all layers, those of each layer, and each matrix outside the layers. A matrix's own is taken to be that of
/// its operation times that of its layer, so that all add up to what was measured. Then `RateAllocation`
/// chooses by what samples of rows lose. In memory codes are as wide as their scheme says; in the file they
/// take their entropy, and blocks are compressed for a trial to correct the bits that may be spent.
public struct AllocationJob: Sendable {
  /// What to reach.
  public enum Target: Hashable, Sendable {
    /// Bits that a weight of the quantized tensors takes in the file: codes and scales, compressed.
    case bitsPerWeight(Double)
    /// The size of the file, in bytes.
    case fileByteCount(Int)
    /// Bits that a weight of the layers' quantized tensors takes in memory: codes and scales.
    case memoryBitsPerWeight(Double)

    /// Whether only the layers count: embedding and head have the scheme that the recipe gives them.
    fileprivate var isOfLayers: Bool {
      if case .memoryBitsPerWeight = self { true } else { false }
    }
  }

  /// What was chosen.
  public struct Allocation: Sendable {
    /// The recipe with a scheme for each matrix, and a step where the size in the file was to be reached.
    public let recipe: Recipe
    /// The divergence from the original to expect, in nats, if every weight has its nearest code.
    public let divergence: Double
    /// The bits that a weight of the quantized tensors will take in the file, about.
    public let bitsPerWeight: Double
    /// The bits that a weight of the layers' quantized tensors will take in memory.
    public let memoryBitsPerWeight: Double
    /// The size of the file, about, in bytes.
    public let byteCount: Int
  }

  private let path: String
  private let checkpoint: Checkpoint
  private let options: QuantizeOptions
  private let target: Target
  private let plan: QuantizePlan
  /// The entries of the plan that are left to choose for.
  private let allocated: [Int]

  /// Opens a checkpoint; measures nothing.
  ///
  /// - Parameters:
  ///   - path: The checkpoint's folder.
  ///   - options: How it will be quantized.
  ///   - target: What to reach.
  /// - Throws: As opening a `QuantizeJob` does; `PlanError` where no tensor is left to choose for.
  public init(checkpoint path: String, options: QuantizeOptions, target: Target) throws {
    let job = try QuantizeJob(checkpoint: path, options: options)
    self.path = path
    checkpoint = job.checkpoint
    self.options = options
    self.target = target
    plan = job.plan
    allocated = plan.entries.indices.filter { index in
      let entry = job.plan.entries[index]
      return entry.decision.scheme.map { !$0.normalizesRows } ?? false
        && !options.recipe.isPlanned(entry.info)
        && (!target.isOfLayers || entry.isInLayer)
    }
    guard !allocated.isEmpty else { throw PlanError.nothingToAllocate(path: path) }
  }

  /// About how much memory choosing takes, in bytes.
  ///
  /// - Throws: `ModelError` for a model that cannot be run.
  public var memoryByteCount: Int {
    get throws {
      let configuration = try ModelConfiguration(
        configuration: checkpoint.configuration,
        path: checkpoint.path
      )
      let layers = Dictionary(
        plan.entries.map { (LayerPlace.index(inTensorNamed: $0.info.name), $0.sourceByteCount) },
        uniquingKeysWith: +
      )
      return SensitivityMeter.byteCount(
        configuration: configuration,
        layerByteCount: layers.filter { $0.key != nil }.values.max() ?? 0,
        groupCount: groups.count
      )
    }
  }

  /// Measures and chooses.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at between pieces of work.
  ///   - progress: Called with the share of the work that is done, about.
  /// - Returns: What was chosen, as a recipe.
  /// - Throws: `ModelError` for a model that cannot be run, `QuantizationError` for a weight that is not
  ///   finite, `PlanError` for a target that is out of reach, what reading throws, `CancellationError`.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: (Double) -> Void = { _ in }
  ) throws -> Allocation {
    let pool = ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount)
    let sensitivities = try sensitivities(on: pool, cancellation: cancellation) {
      progress(0.9 * $0)
    }
    var matrices: [RateAllocation.Matrix] = []
    try pool.inOrder(count: allocated.count) { index in
      try cancellation.check()
      return try matrix(plan.entries[allocated[index]], divergence: sensitivities[index])
    } consume: {
      matrices.append($1)
    }
    progress(0.95)
    return try allocation(for: matrices, on: pool, cancellation: cancellation)
  }

  // MARK: - Sensitivities

  private var groups: [MatrixGroup] {
    MatrixGroup.groups(of: allocated.map { plan.entries[$0].info })
  }

  /// The divergence that each matrix causes at the step of the meter.
  private func sensitivities(
    on pool: ThreadPool,
    cancellation: Cancellation,
    progress: (Double) -> Void
  ) throws -> [Double] {
    let text = options.calibration ?? CalibrationOptions(text: CalibrationOptions.defaultText)
    let groups = groups
    let meter = try SensitivityMeter(
      checkpoint: checkpoint,
      windows: text.windows(for: checkpoint, limit: SensitivityMeter.tokenCount),
      kernels: Kernels(instructionSet: options.instructionSet, pool: pool)
    )
    let divergences = try meter.divergences(
      of: groups.map { Set($0.matrixNames) },
      cancellation: cancellation,
      progress: progress
    )
    var operations: [String: Double] = [:]
    var layers: [String: Double] = [:]
    for (group, divergence) in zip(groups, divergences) {
      for name in group.matrixNames {
        switch group.kind {
        case .operation: operations[name] = divergence
        case .layer: layers[name] = divergence
        }
      }
    }
    let names = allocated.map { plan.entries[$0].info.name }
    let products = names.map { (operations[$0] ?? 0) * (layers[$0] ?? 0) }
    // Operations and layers are two ways to cut the same matrices, and should add up to the same.
    let total =
      zip(groups, divergences).filter { $0.0.isInLayers }.reduce(0) { $0 + $1.1 } / 2
    let factor = total / max(products.reduce(0, +), .leastNormalMagnitude)
    return zip(names, products).map { name, product in
      layers[name] == nil ? operations[name] ?? 0 : product * factor
    }
  }

  /// What is known of a matrix.
  ///
  /// - Parameters:
  ///   - entry: The matrix.
  ///   - divergence: What it causes at the step of the meter, in nats.
  /// - Returns: What it takes and causes in each way to store it.
  /// - Throws: `QuantizationError`, what reading throws.
  private func matrix(
    _ entry: QuantizePlan.Entry,
    divergence: Double
  ) throws -> RateAllocation.Matrix {
    let tensor = checkpoint.tensors[entry.sourceIndex]
    let sample = try RowSample(of: tensor, in: checkpoint)
    do throws(QuantizationError) {
      let error = try sample.statistics(scheme: .int8Row, step: SensitivityMeter.step.value)
        .relativeError
      return RateAllocation.Matrix(
        weightCount: tensor.info.shape.elementCount,
        sensitivity: error > 0 ? divergence / error : 0,
        curve: try target.isOfLayers ? RateCurve(schemesFor: sample) : RateCurve(stepsFor: sample)
      )
    } catch {
      throw error.located(
        path: Path.join(checkpoint.path, tensor.fileName),
        tensor: tensor.info.name
      )
    }
  }

  // MARK: - Choice

  /// How often steps are chosen, each time with the bits corrected by what blocks took in a trial.
  private static let roundLimit = 6
  /// How much of the target may be left over.
  private static let tolerance = 0.001

  private func allocation(
    for matrices: [RateAllocation.Matrix],
    on pool: ThreadPool,
    cancellation: Cancellation
  ) throws -> Allocation {
    // The first round for a file has all the bits that there are; those of memory are known.
    var budget = target.isOfLayers ? targetBitCount - settledMemoryBitCount : .infinity
    var best: Allocation?
    var least: Allocation?
    for round in 0..<(target.isOfLayers ? 1 : Self.roundLimit) {
      try cancellation.check()
      let points = RateAllocation.points(for: matrices, bitCount: budget)
      let allocation = try trial(points, of: matrices, on: pool)
      let excess = excessBitCount(of: allocation)
      if excess < 1, best.map({ $0.byteCount < allocation.byteCount }) ?? true {
        best = allocation
      }
      if least.map({ allocation.byteCount < $0.byteCount }) ?? true { least = allocation }
      let tolerated = Self.tolerance * targetBitCount
      let isExhausted = round == 0 && excess < 1
      if isExhausted || -tolerated..<1 ~= excess { break }
      budget = RateAllocation.bitCount(of: points, for: matrices) - excess - tolerated / 2
    }
    if let best { return best }
    throw PlanError.unreachable(target, least: least, path: path)
  }

  /// The bits that the layers' quantized tensors take in memory for which there is nothing to choose.
  private var settledMemoryBitCount: Double {
    let quantized = plan.quantizedEntries.filter(\.isInLayer)
    return 8
      * Double(
        allocated.reduce(quantized.plannedByteCount) { $0 - plan.entries[$1].plannedByteCount }
      )
  }

  private var targetBitCount: Double {
    switch target {
    case .bitsPerWeight(let bits): bits * Double(plan.quantizedEntries.weightCount)
    case .fileByteCount(let count): 8 * Double(count)
    case .memoryBitsPerWeight(let bits):
      bits * Double(plan.quantizedEntries.filter(\.isInLayer).weightCount)
    }
  }

  private func excessBitCount(of allocation: Allocation) -> Double {
    let quantized = plan.quantizedEntries
    let bitCount =
      switch target {
      case .bitsPerWeight: allocation.bitsPerWeight * Double(quantized.weightCount)
      case .fileByteCount: 8 * Double(allocation.byteCount)
      case .memoryBitsPerWeight:
        allocation.memoryBitsPerWeight * Double(quantized.filter(\.isInLayer).weightCount)
      }
    return bitCount - targetBitCount
  }

  /// What a choice comes to, blocks compressed for a trial.
  private func trial(
    _ points: [RateCurve.Point],
    of matrices: [RateAllocation.Matrix],
    on pool: ThreadPool
  ) throws -> Allocation {
    var options = options
    options.recipe = options.recipe.overridden(
      by: RulePlan(
        zip(allocated, points).map { index, point in
          RulePlan.Entry(
            pattern: NamePattern(text: plan.entries[index].info.name),
            action: .quantize(point.scheme, step: point.step)
          )
        }
      )
    )
    let job = try QuantizeJob(checkpoint: path, options: options)
    let sizes = try job.sampledSizes(on: pool).map(\.expectedByteCount)
    let storedByteCount = zip(sizes, job.plan.entries).reduce(0) {
      $0 + ($1.1.decision.scheme == nil ? 0 : $1.0)
    }
    let quantized = job.plan.quantizedEntries
    let inLayers = quantized.filter(\.isInLayer)
    return Allocation(
      recipe: options.recipe,
      divergence: RateAllocation.divergence(of: points, for: matrices),
      bitsPerWeight: 8 * Double(storedByteCount) / Double(max(quantized.weightCount, 1)),
      memoryBitsPerWeight: 8 * Double(inLayers.plannedByteCount)
        / Double(max(inLayers.weightCount, 1)),
      byteCount: sizes.reduce(job.overheadByteCount, +)
    )
  }
}

extension QuantizePlan {
  fileprivate var quantizedEntries: [Entry] { entries.filter { $0.decision.scheme != nil } }
}

extension QuantizePlan.Entry {
  fileprivate var isInLayer: Bool { LayerPlace.index(inTensorNamed: info.name) != nil }
}

extension [QuantizePlan.Entry] {
  fileprivate var weightCount: Int { reduce(0) { $0 + $1.info.shape.elementCount } }
  fileprivate var plannedByteCount: Int { reduce(0) { $0 + $1.plannedByteCount } }
}
