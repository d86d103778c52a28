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
  let decoder: Decoder
  let kernels: Kernels
  // The pool serves one computation at a time.
  let turn = Mutex<Void>(())

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
    let knownCount = cache.count
    var logits: [Float] = []
    if request == .all { logits.reserveCapacity(tokens.count * configuration.vocabularySize) }
    for first in stride(from: 0, to: tokens.count, by: Self.batchLimit) {
      let end = min(first + Self.batchLimit, tokens.count)
      let step = SequenceStep(
        tokens: tokens[first..<end],
        cache: cache,
        sequenceLength: length,
        logits: request == .last && end < tokens.count ? .none : request
      )
      do {
        let part = try forward([step], workspaces: cache.workspaces)[0].get()
        if logits.isEmpty { logits = part } else { logits += part }
      } catch {
        cache.truncate(to: knownCount)
        throw error
      }
    }
    return logits
  }
}
