//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// A decoder with its weights in memory, packed as they are stored.
///
/// Weights are widened or multiplied as codes on the fly; no second copy of a matrix exists. With the
/// same instruction set the results do not depend on the number of threads or on how tokens are grouped
/// into calls; only with dynamic RoPE scaling they depend on the length that is known at each call.
public final class LanguageModel: Sendable {
  /// Which logits a call computes.
  public enum LogitsRequest: Sendable {
    /// Those of the last token.
    case last
    /// Those of every token.
    case all
    /// None: the tokens only enter the cache.
    case none
  }

  /// The most tokens that go through the layers together, which bounds the memory for activations.
  static let batchLimit = 128

  /// The classes of models, as config.json names them, that can be run.
  public static var supportedArchitectures: [String] { ArchitectureList.classNames }

  /// What the model is.
  public let configuration: ModelConfiguration
  /// How it computes.
  public let arithmetic: Arithmetic
  /// How it stores keys and values.
  public let keyValueFormat: KeyValueFormat
  /// The memory that the weights take up, in bytes.
  public let weightByteCount: Int
  /// The weights that decoding one token reads, in bytes.
  public let weightByteCountPerToken: Int
  private let decoder: Decoder
  private let kernels: Kernels
  // The pool serves one computation at a time.
  private let turn = Mutex<Void>(())

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - configuration: What the model is.
  ///   - weights: Where its tensors come from; those that the architecture does not use are ignored.
  ///   - arithmetic: How to compute.
  ///   - keyValueFormat: How to store keys and values; nil for what the arithmetic has.
  ///   - pool: The threads to load and compute on; nothing else uses them while a call runs.
  ///   - instructionSet: Which kernels to use; the processor must support it.
  /// - Throws: `ModelError` when the model is not supported or its tensors do not fit its configuration,
  ///   and the source's errors.
  init(
    configuration: ModelConfiguration,
    weights: any WeightSource,
    arithmetic: Arithmetic,
    keyValueFormat: KeyValueFormat? = nil,
    pool: ThreadPool,
    instructionSet: InstructionSet = .best
  ) throws {
    let architecture = try ArchitectureList.architecture(for: configuration)
    let loader = WeightLoader(source: weights, configuration: configuration, pool: pool)
    decoder = try architecture.decoder(from: loader)
    kernels = Kernels(instructionSet: instructionSet, pool: pool)
    weightByteCount = decoder.byteCount
    weightByteCountPerToken = decoder.byteCountPerToken
    self.configuration = configuration
    self.arithmetic = arithmetic
    self.keyValueFormat = keyValueFormat ?? arithmetic.keyValueFormat
  }

  /// Checks that models of the class that a config.json names can be run.
  ///
  /// A config.json that names none passes: reading it says so.
  ///
  /// - Throws: `ModelError` `.unsupportedArchitecture`.
  static func checkArchitecture(in configuration: JSON, path: String) throws(ModelError) {
    guard let name = configuration["architectures"]?.elements?.first?.string else { return }
    _ = try ArchitectureList.architecture(named: name, path: path)
  }

  /// Checks that ids are in the vocabulary.
  ///
  /// - Throws: `ModelError` `.tokenOutOfRange`.
  func checkTokens(_ tokens: [Int]) throws(ModelError) {
    let vocabularySize = configuration.vocabularySize
    guard let token = tokens.first(where: { !(0..<vocabularySize).contains($0) }) else { return }
    throw .tokenOutOfRange(token, vocabularySize: vocabularySize, path: configuration.path)
  }

  /// An empty cache for this model.
  ///
  /// - Parameter capacity: The largest number of tokens, not negative.
  /// - Returns: The cache, whose memory grows as tokens come.
  public func makeCache(capacity: Int) -> KeyValueCache {
    KeyValueCache(
      configuration: configuration,
      arithmetic: arithmetic,
      format: keyValueFormat,
      capacity: capacity
    )
  }

  /// Feeds tokens that follow those in a cache.
  ///
  /// - Parameters:
  ///   - tokens: Ids below the size of the vocabulary.
  ///   - cache: A cache of this model; receives the tokens.
  ///   - request: Which logits to compute.
  ///   - sequenceLength: The number of tokens that the cache will hold when all of a text that is fed in
  ///     pieces is in it; nil for those that it holds after this call. Models with dynamic RoPE scaling
  ///     rotate by it.
  /// - Returns: The logits asked for, [tokens, vocabulary], row-major.
  /// - Throws: `ModelError` `.tokenOutOfRange`, `.contextFull`, or `.notFinite` when a result is NaN or
  ///   infinite; then the cache is as it was.
  public func forward(
    _ tokens: [Int],
    cache: KeyValueCache,
    logits request: LogitsRequest,
    sequenceLength: Int? = nil
  ) throws(ModelError) -> [Float] {
    precondition(
      cache.belongs(to: configuration, arithmetic, keyValueFormat),
      "a cache of another model"
    )
    try checkTokens(tokens)
    guard tokens.count <= cache.capacity - cache.count else {
      throw .contextFull(capacity: cache.capacity, needed: cache.count + tokens.count)
    }
    let length = max(sequenceLength ?? 0, cache.count + tokens.count)
    return try turn.withLock { _ throws(ModelError) in
      try compute(tokens, cache: cache, logits: request, sequenceLength: length)
    }
  }

  private func compute(
    _ tokens: [Int],
    cache: KeyValueCache,
    logits request: LogitsRequest,
    sequenceLength: Int
  ) throws(ModelError) -> [Float] {
    let knownCount = cache.count
    var logits: [Float] = []
    if request == .all { logits.reserveCapacity(tokens.count * configuration.vocabularySize) }
    for first in stride(from: 0, to: tokens.count, by: Self.batchLimit) {
      let batch = tokens[first..<min(first + Self.batchLimit, tokens.count)]
      let pass = ForwardPass(
        kernels: kernels,
        workspace: cache.prepare(tokenCount: batch.count, rowLimit: Self.batchLimit),
        cache: cache.blocks,
        firstPosition: cache.count,
        sequenceLength: sequenceLength,
        tokenCount: batch.count
      )
      decoder.feed(batch, in: pass)
      let rows =
        switch request {
        case .all: 0..<batch.count
        case .last where batch.endIndex == tokens.count: batch.count - 1..<batch.count
        case .last, .none: 0..<0
        }
      let part = decoder.logits(ofRows: rows, in: pass)
      if let row = firstRowNotFinite(in: pass, logits: part, ofRows: rows) {
        let error = diagnosis(of: batch, fromRow: row, in: pass)
        cache.truncate(to: knownCount)
        throw error
      }
      cache.advance(by: batch.count)
      if logits.isEmpty { logits = part } else { logits += part }
    }
    return logits
  }

  /// The first token of a batch whose hidden state or logits are not finite.
  ///
  /// What is not finite anywhere in a token's layers reaches its hidden state.
  private func firstRowNotFinite(
    in pass: ForwardPass,
    logits: [Float],
    ofRows rows: Range<Int>
  ) -> Int? {
    let hidden = pass.workspace.hidden.slice
    if let row = hidden.firstRowNotFinite(tokenCount: pass.tokenCount) { return row }
    if logits.isFinite { return nil }
    let index = logits.firstIndex { !$0.isFinite } ?? 0
    return rows.lowerBound + index / configuration.vocabularySize
  }

  /// Says which operation fails at which token, by feeding those from a row on once more, each operation
  /// watched.
  ///
  /// One by one: in a batch the values of a token, though weighted by zero, touch the few before it.
  private func diagnosis(
    of batch: ArraySlice<Int>,
    fromRow firstRow: Int,
    in pass: ForwardPass
  ) -> ModelError {
    let monitor = ActivationMonitor()
    for (row, token) in batch.enumerated().dropFirst(firstRow) {
      let position = pass.firstPosition + row
      let step = ForwardPass(
        kernels: kernels,
        workspace: pass.workspace,
        cache: pass.cache,
        firstPosition: position,
        sequenceLength: pass.sequenceLength,
        tokenCount: 1,
        monitor: monitor
      )
      decoder.feed([token], in: step)
      _ = decoder.logits(ofRows: 0..<1, in: step)
      if let finding = monitor.finding {
        return .notFinite(
          finding,
          position: position,
          keyValueFormat: keyValueFormat,
          path: configuration.path
        )
      }
    }
    return .notRepeatable(path: configuration.path)
  }
}
