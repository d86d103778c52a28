//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Chooses the step of every matrix for a size, so that the predicted divergence from the original is least.
///
/// Which matrices are quantized, the recipe says; those that a plan file names stay as it says.
///
/// First the divergence is measured that quantizing one group of matrices causes: those of each operation in
/// all layers, those of each layer, and each matrix outside the layers. A matrix's own is taken to be that of
/// its operation times that of its layer, so that all add up to what was measured. Then `StepAllocation`
/// chooses steps by the entropy of codes in samples of rows, and blocks are compressed for a trial to correct
/// the bits that it may spend.
public struct AllocationJob: Sendable {
  /// What to reach.
  public enum Target: Hashable, Sendable {
    /// Bits that a weight of the quantized tensors takes in the file: codes and scales, compressed.
    case bitsPerWeight(Double)
    /// The size of the file, in bytes.
    case fileByteCount(Int)
  }

  /// What was chosen.
  public struct Allocation: Sendable {
    /// The recipe with a step for each matrix.
    public let recipe: Recipe
    /// The divergence from the original to expect, in nats, if every weight has its nearest code.
    public let divergence: Double
    /// The bits that a weight of the quantized tensors will take, about.
    public let bitsPerWeight: Double
    /// The size of the file, about, in bytes.
    public let byteCount: Int
  }

  private let path: String
  private let checkpoint: Checkpoint
  private let options: QuantizeOptions
  private let target: Target
  private let plan: QuantizePlan
  /// The entries of the plan that get a step.
  private let allocated: [Int]

  /// Opens a checkpoint; measures nothing.
  ///
  /// - Parameters:
  ///   - path: The checkpoint's folder.
  ///   - options: How it will be quantized.
  ///   - target: What to reach.
  /// - Throws: As opening a `QuantizeJob` does; `PlanError` where no tensor is left to be given a step.
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
  /// - Returns: The steps, as a recipe.
  /// - Throws: `ModelError` for a model that cannot be run, `QuantizationError` for a weight that is not
  ///   finite, `PlanError` for a target that no steps reach, what reading throws, `CancellationError`.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: (Double) -> Void = { _ in }
  ) throws -> Allocation {
    let pool = ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount)
    let sensitivities = try sensitivities(on: pool, cancellation: cancellation) {
      progress(0.9 * $0)
    }
    let curves = try curves(on: pool, cancellation: cancellation)
    let matrices = allocated.indices.map { index in
      let error = curves[index].relativeError(at: SensitivityMeter.step.value)
      return StepAllocation.Matrix(
        weightCount: plan.entries[allocated[index]].info.shape.elementCount,
        sensitivity: error > 0 ? sensitivities[index] / error : 0,
        curve: curves[index]
      )
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

  // MARK: - Curves

  /// Weights of a sample, about.
  private static let sampledWeightCount = 1 << 15

  private func curves(on pool: ThreadPool, cancellation: Cancellation) throws -> [RateCurve] {
    var curves: [RateCurve] = []
    try pool.inOrder(count: allocated.count) { index in
      try cancellation.check()
      return try curve(of: checkpoint.tensors[plan.entries[allocated[index]].sourceIndex])
    } consume: {
      curves.append($1)
    }
    return curves
  }

  /// The curve of rows that are evenly spread over a tensor.
  private func curve(of tensor: CheckpointTensor) throws -> RateCurve {
    let (rowCount, columnCount) = (
      tensor.info.shape.dimensions[0], tensor.info.shape.dimensions[1]
    )
    let sampleCount = min(rowCount, max(1, Self.sampledWeightCount / max(columnCount, 1)))
    var weights: [UInt8] = []
    for sample in 0..<sampleCount {
      let row = sample * rowCount / sampleCount
      weights += try checkpoint.bytes(
        of: tensor,
        elements: row * columnCount..<(row + 1) * columnCount
      )
    }
    do throws(QuantizationError) {
      return try RateCurve(
        weights: weights,
        rowCount: sampleCount,
        elementType: tensor.info.elementType,
        columnCount: columnCount
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
    for matrices: [StepAllocation.Matrix],
    on pool: ThreadPool,
    cancellation: Cancellation
  ) throws -> Allocation {
    var budget = Double.infinity
    var best: Allocation?
    var least: Allocation?
    for _ in 0..<Self.roundLimit {
      try cancellation.check()
      let points = StepAllocation.points(for: matrices, bitCount: budget)
      let allocation = try trial(points, of: matrices, on: pool)
      let excess = excessBitCount(of: allocation)
      if excess <= 0, best.map({ $0.byteCount < allocation.byteCount }) ?? true {
        best = allocation
      }
      if least.map({ allocation.byteCount < $0.byteCount }) ?? true { least = allocation }
      let tolerated = Self.tolerance * targetBitCount
      // The first round has all the bits that there are.
      let isExhausted = budget == .infinity && excess <= 0
      if isExhausted || -tolerated...0 ~= excess { break }
      budget = StepAllocation.bitCount(of: points, for: matrices) - excess - tolerated / 2
    }
    if let best { return best }
    throw PlanError.unreachable(least: least, path: path)
  }

  /// The weights of all tensors that are quantized.
  private var quantizedWeightCount: Int {
    plan.entries.reduce(0) { $0 + ($1.decision.scheme == nil ? 0 : $1.info.shape.elementCount) }
  }

  private var targetBitCount: Double {
    switch target {
    case .bitsPerWeight(let bits): bits * Double(quantizedWeightCount)
    case .fileByteCount(let count): 8 * Double(count)
    }
  }

  private func excessBitCount(of allocation: Allocation) -> Double {
    switch target {
    case .bitsPerWeight(let bits):
      (allocation.bitsPerWeight - bits) * Double(quantizedWeightCount)
    case .fileByteCount(let count):
      8 * Double(allocation.byteCount - count)
    }
  }

  /// What steps come to, blocks compressed for a trial.
  private func trial(
    _ points: [RateCurve.Point],
    of matrices: [StepAllocation.Matrix],
    on pool: ThreadPool
  ) throws -> Allocation {
    var options = options
    options.recipe = options.recipe.overridden(
      by: RulePlan(
        zip(allocated, points).map { index, point in
          RulePlan.Entry(
            pattern: NamePattern(text: plan.entries[index].info.name),
            action: .quantize(.int8Row, step: point.step)
          )
        }
      )
    )
    let job = try QuantizeJob(checkpoint: path, options: options)
    let sizes = try job.sampledSizes(on: pool).map(\.expectedByteCount)
    let quantized = zip(sizes, job.plan.entries).reduce(0) {
      $0 + ($1.1.decision.scheme == nil ? 0 : $1.0)
    }
    return Allocation(
      recipe: options.recipe,
      divergence: StepAllocation.divergence(of: points, for: matrices),
      bitsPerWeight: 8 * Double(quantized) / Double(max(quantizedWeightCount, 1)),
      byteCount: sizes.reduce(job.overheadByteCount, +)
    )
  }
}
