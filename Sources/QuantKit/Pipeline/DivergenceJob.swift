//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How to compare two models.
public struct DivergenceOptions: Sendable {
  /// Tokens in a window, at least 2; nil for 512 or the model's context.
  public var windowLength: Int?
  /// The most windows of the text; nil for all.
  public var windowLimit: Int?
  /// Threads to compute with; nil for all processors.
  public var threadCount: Int?
  /// How the model multiplies codes and activations.
  public var arithmetic: Arithmetic
  /// How the reference does; nil for as the model.
  public var referenceArithmetic: Arithmetic?
  /// How both store keys and values; nil for what their arithmetic has.
  public var keyValueFormat: KeyValueFormat?
  /// The kernels to use.
  public var instructionSet: InstructionSet

  /// Options, by default those of `run divergence`.
  public init(
    windowLength: Int? = nil,
    windowLimit: Int? = nil,
    threadCount: Int? = nil,
    arithmetic: Arithmetic = .fast,
    referenceArithmetic: Arithmetic? = nil,
    keyValueFormat: KeyValueFormat? = nil,
    instructionSet: InstructionSet = .best
  ) {
    self.windowLength = windowLength
    self.windowLimit = windowLimit
    self.threadCount = threadCount
    self.arithmetic = arithmetic
    self.referenceArithmetic = referenceArithmetic
    self.keyValueFormat = keyValueFormat
    self.instructionSet = instructionSet
  }
}

/// Compares the predictions of a model with those of the reference that it was made from.
///
/// Both are in memory at a time, matrix by matrix as they are stored, and beside them the reference's logits
/// of one window.
public struct DivergenceJob: Sendable {
  /// The groups of the model's matrices that `measureGroups` looks at; empty where none is quantized.
  public let groups: [MatrixGroup]
  /// The number of tokens that are compared.
  public let tokenCount: Int
  private let reference: RunSession
  private let source: ModelSource
  private let windows: TextWindows
  private let options: DivergenceOptions
  private let referenceWeights: SharedWeights
  private let weights: SharedWeights

  /// Opens both models, loads the reference and encodes the text with both tokenizers.
  ///
  /// - Parameters:
  ///   - model: A `.qkit` file or a checkpoint folder.
  ///   - reference: Likewise.
  ///   - text: The text, encoded without begin and end tokens.
  ///   - options: How to compare.
  ///   - cancellation: Looked at between tensors.
  /// - Throws: What opening and loading a model throws; `SessionError` `.otherVocabulary` when the two
  ///   have other vocabularies or cut the text into other tokens, and what `RunSession.perplexity` throws
  ///   for the text and the window.
  public init(
    model: String,
    reference: String,
    text: String,
    options: DivergenceOptions = DivergenceOptions(),
    cancellation: Cancellation = Cancellation()
  ) throws {
    source = try ModelSource(path: model)
    let referenceSource = try ModelSource(path: reference)
    referenceWeights = SharedWeights(referenceSource.weights)
    weights = SharedWeights(source.weights)
    self.reference = try RunSession(
      source: referenceSource,
      weights: referenceWeights,
      pool: ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount),
      arithmetic: options.referenceArithmetic ?? options.arithmetic,
      keyValueFormat: options.keyValueFormat,
      instructionSet: options.instructionSet,
      cancellation: cancellation
    )
    self.options = options
    windows = try self.reference.windows(
      of: text,
      length: options.windowLength,
      limit: options.windowLimit
    )
    tokenCount = windows.tokenCount
    groups = MatrixGroup.groups(of: source.comparableMatrices)
    let tokens = try Tokenizer(files: source.tokenizerFiles())
      .encode(text, matchingSpecialTokens: false)
    guard tokens == windows.tokens else {
      throw SessionError.otherVocabulary(
        path: model,
        reference: reference,
        problem: "their tokenizers cut the text into other tokens"
      )
    }
  }

  /// Compares the model.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at between tensors and between batches of tokens.
  ///   - progress: Receives how many of how many tokens are done.
  /// - Returns: The figures.
  /// - Throws: What loading and running a model throws; `CancellationError`.
  public func measure(
    cancellation: Cancellation = Cancellation(),
    progress: (_ tokenCount: Int, _ totalTokenCount: Int) -> Void = { _, _ in }
  ) throws -> DivergenceReport {
    let session = try session(with: weights, cancellation: cancellation)
    let divergences = try measure([session], cancellation: cancellation, progress: progress)
    return DivergenceReport(
      divergence: divergences[0],
      windowLength: windows.length,
      arithmetic: options.arithmetic,
      referenceArithmetic: reference.arithmetic,
      keyValueFormat: session.keyValueFormat,
      weakestTensor: weakestTensor
    )
  }

  /// Compares the reference with itself, one group of its matrices at a time replaced by the model's.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at between tensors and between batches of tokens.
  ///   - progress: Receives how many of how many tokens are done.
  /// - Returns: The figures of each of `groups`.
  /// - Throws: As `measure` does, and `ModelError` where the model's matrices do not fit the reference.
  public func measureGroups(
    cancellation: Cancellation = Cancellation(),
    progress: (_ tokenCount: Int, _ totalTokenCount: Int) -> Void = { _, _ in }
  ) throws -> [Divergence] {
    let sessions = try groups.map { group in
      try session(
        with: MixedWeights(
          base: referenceWeights,
          other: weights,
          replacedNames: Set(group.matrixNames)
        ),
        cancellation: cancellation
      )
    }
    return try measure(sessions, cancellation: cancellation, progress: progress)
  }

  private func session(
    with weights: any WeightSource,
    cancellation: Cancellation
  ) throws -> RunSession {
    let session = try RunSession(
      source: source,
      weights: weights,
      pool: reference.pool,
      arithmetic: options.arithmetic,
      keyValueFormat: options.keyValueFormat,
      instructionSet: options.instructionSet,
      cancellation: cancellation
    )
    let sizes = [session, reference].map(\.model.configuration.vocabularySize)
    guard sizes[0] == sizes[1] else {
      throw SessionError.otherVocabulary(
        path: source.path,
        reference: reference.source.path,
        problem: "their vocabularies have \(sizes[0]) and \(sizes[1]) tokens"
      )
    }
    return session
  }

  private func measure(
    _ sessions: [RunSession],
    cancellation: Cancellation,
    progress: (_ tokenCount: Int, _ totalTokenCount: Int) -> Void
  ) throws -> [Divergence] {
    try Divergence.measure(
      sessions.map(\.model),
      against: reference.model,
      on: windows,
      pool: reference.pool,
      cancellation: cancellation
    ) { progress($0, tokenCount) }
  }

  /// The quantized tensor with the lowest signal-to-noise ratio, as its file recorded it.
  private var weakestTensor: DivergenceReport.WeakestTensor? {
    guard case .quantizedFile(let file) = source else { return nil }
    return file.index.tensors
      .compactMap { tensor in
        tensor.statistics?.signalToNoiseRatio.map {
          DivergenceReport.WeakestTensor(name: tensor.info.name, signalToNoiseRatio: $0)
        }
      }
      .min { $0.signalToNoiseRatio < $1.signalToNoiseRatio }
  }
}
