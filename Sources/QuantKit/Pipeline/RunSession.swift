//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A loaded model with its tokenizer: what the `run` program works with.
public struct RunSession: Sendable {
  let source: ModelSource
  let model: LanguageModel
  let pool: ThreadPool
  let arithmetic: Arithmetic
  let keyValueFormat: KeyValueFormat
  let instructionSet: InstructionSet
  let loadDuration: Duration

  /// Loads a model's weights.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file or a checkpoint folder.
  ///   - threadCount: Threads to compute with; nil for all processors.
  ///   - arithmetic: How codes and activations are multiplied.
  ///   - keyValueFormat: How keys and values are stored; nil for f32 with exact arithmetic, f16 with fast.
  ///   - instructionSet: The kernels to use.
  ///   - cancellation: Looked at between tensors.
  ///   - progress: Called after each tensor with the bytes read and those of all tensors.
  /// - Throws: `FileError`, `ContainerError`, `CheckpointError`, `ModelError` or `CancellationError`.
  public init(
    path: String,
    threadCount: Int? = nil,
    arithmetic: Arithmetic = .fast,
    keyValueFormat: KeyValueFormat? = nil,
    instructionSet: InstructionSet = .best,
    cancellation: Cancellation = Cancellation(),
    progress: @escaping @Sendable (_ byteCount: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    try self.init(
      source: ModelSource(path: path),
      pool: ThreadPool(threadCount: threadCount ?? ProcessUsage.processorCount),
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat,
      instructionSet: instructionSet,
      cancellation: cancellation,
      progress: progress
    )
  }

  /// Loads the weights of a model that is open.
  ///
  /// - Parameters:
  ///   - source: The model.
  ///   - weights: Where to take its weights from; nil for the model itself.
  ///   - pool: Threads that nothing else uses while this session computes.
  ///   - arithmetic: How codes and activations are multiplied.
  ///   - keyValueFormat: How keys and values are stored; nil for what the arithmetic has.
  ///   - instructionSet: The kernels to use.
  ///   - cancellation: Looked at between tensors.
  ///   - progress: As for `init(path:)`.
  /// - Throws: As `init(path:)` does.
  init(
    source: ModelSource,
    weights: (any WeightSource)? = nil,
    pool: ThreadPool,
    arithmetic: Arithmetic,
    keyValueFormat: KeyValueFormat?,
    instructionSet: InstructionSet,
    cancellation: Cancellation,
    progress: @escaping @Sendable (_ byteCount: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let start = ContinuousClock.now
    let document = try source.configuration()
    // Other architectures have other keys: what is missing from theirs says nothing to anyone.
    try LanguageModel.checkArchitecture(in: document, path: source.path)
    model = try LanguageModel(
      configuration: ModelConfiguration(configuration: document, path: source.path),
      weights: WatchedWeights(
        weights ?? source.weights,
        byteCount: source.weightByteCount,
        cancellation: cancellation,
        progress: progress
      ),
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat,
      pool: pool,
      instructionSet: instructionSet
    )
    self.source = source
    self.pool = pool
    self.arithmetic = arithmetic
    self.keyValueFormat = model.keyValueFormat
    self.instructionSet = instructionSet
    loadDuration = ContinuousClock.now - start
  }

  /// Writes the logits of every position of `tokens` as a safetensors file.
  ///
  /// The file holds one tensor, `logits`, F32 [positions, vocabulary].
  ///
  /// - Parameters:
  ///   - tokens: At least one token id.
  ///   - path: The file to write; it appears complete or not at all.
  ///   - replacing: Whether a file at `path` may be replaced.
  ///   - cancellation: Looked at between batches.
  /// - Throws: `FileError`, `ModelError`, `CancellationError`.
  public func writeLogits(
    of tokens: [Int],
    to path: String,
    replacing: Bool,
    cancellation: Cancellation
  ) throws {
    let vocabularySize = model.configuration.vocabularySize
    guard let shape = TensorShape([tokens.count, vocabularySize]) else {
      preconditionFailure("a list of tokens in memory has a shape")
    }
    try model.checkTokens(tokens)
    try FileSystem.checkOutput(path, isNoneOf: source.filePaths)
    let info = TensorInfo(name: "logits", elementType: .f32, shape: shape)
    let writer = try SafetensorsWriter(path: path, tensors: [info], replacing: replacing)
    let cache = model.makeCache(capacity: tokens.count)
    for start in stride(from: 0, to: tokens.count, by: Self.logitsBatchLength) {
      try cancellation.check()
      let batch = Array(tokens[start..<min(start + Self.logitsBatchLength, tokens.count)])
      let logits = try model.forward(
        batch,
        cache: cache,
        logits: .all,
        sequenceLength: tokens.count
      )
      try writer.append(logits.littleEndianBytes, toTensorAt: 0)
    }
    try writer.commit()
  }

  private static let logitsBatchLength = 64
}
