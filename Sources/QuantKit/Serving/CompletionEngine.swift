//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Generates for many clients with one model: their requests share its weights and go through it together.
///
/// A thread of its own feeds a token of every request that is being answered, and parts of the prompts of those
/// that begin, in one pass at a time. Every request gets what it would get alone. Of the caches that are
/// free, a request takes the one whose tokens its prompt begins with, so that the next turn of a
/// conversation feeds only what is new.
public final class CompletionEngine: Sendable {
  /// The most tokens of a prompt and its completion.
  public let contextLength: Int
  /// What to call the model.
  public let modelName: ModelName
  /// The most memory that the KV caches take, in bytes.
  public let cacheByteLimit: Int

  private let encoder: RequestEncoder
  private let queue: RequestQueue

  /// Starts an engine's thread.
  ///
  /// - Parameters:
  ///   - session: The loaded model, which nobody else computes with while the engine works.
  ///   - options: How much to do at a time.
  /// - Throws: `EngineError` `.contextTooLarge`, `SessionError` when the system has no thread left, and
  ///   what reading the model's tokenizer and configuration throws.
  public init(_ session: RunSession, options: EngineOptions = EngineOptions()) throws {
    precondition(
      1...EngineOptions.parallelLimit ~= options.parallelCount && options.queueLimit >= 0,
      "options out of range"
    )
    let model = session.model
    contextLength = options.contextLength ?? model.configuration.contextLength
    modelName = try session.modelName()
    encoder = try RequestEncoder(session, contextLength: contextLength)
    let perCache = KeyValueCache.byteCount(
      configuration: model.configuration,
      format: model.keyValueFormat,
      positions: contextLength
    )
    guard let limit = perCache.flatMap({ [$0, options.parallelCount].checkedProduct() }) else {
      throw EngineError.contextTooLarge(contextLength)
    }
    cacheByteLimit = limit
    let queue = RequestQueue(
      limit: options.queueLimit,
      placeCount: options.parallelCount
    )
    self.queue = queue
    let (context, count) = (contextLength, options.parallelCount)
    let isStarted = SystemThread.start {
      var loop = EngineLoop(model: model, queue: queue, slotCount: count, contextLength: context)
      loop.run()
    }
    guard isStarted else { throw SessionError.noThread(path: session.source.path) }
  }

  deinit { queue.close() }

  /// Puts a request into the queue.
  ///
  /// - Parameters:
  ///   - request: What to generate.
  ///   - cancellation: Looked at before every pass; the request then ends as `.cancelled`.
  /// - Returns: What happens to it. Whoever stops listening cancels it. Nothing is dropped for a slow
  ///   listener; what may wait for one is bounded by the tokens of a completion. Throws `ModelError` when
  ///   the model fails.
  /// - Throws: `EngineError` when it is not taken; `TokenizerError` and `SessionError` for a prompt that
  ///   cannot be encoded, is empty or leaves no room in the context.
  public func submit(
    _ request: CompletionRequest,
    cancellation: Cancellation = Cancellation()
  ) throws -> AsyncThrowingStream<CompletionEvent, any Error> {
    // Also before the work, so that refusing costs nothing.
    try queue.checkRoom()
    let encoded = try encoder.encode(request)
    let (stream, continuation) = AsyncThrowingStream<CompletionEvent, any Error>.makeStream()
    continuation.onTermination = { _ in cancellation.cancel() }
    try queue.append(
      WaitingRequest(request: encoded, events: continuation, cancellation: cancellation)
    )
    return stream
  }

  /// What the engine is doing and has done.
  public var load: EngineLoad { queue.load }

  /// Takes no more requests, and returns when those that it has taken have ended.
  ///
  /// Blocks the calling thread; may be called more than once.
  public func shutDown() { queue.shutDown() }
}
