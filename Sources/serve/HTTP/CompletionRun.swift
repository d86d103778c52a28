//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird
import QuantKit

/// A reply being made and sent.
struct CompletionRun: Sendable {
  let reply: CompletionReply
  let events: AsyncThrowingStream<CompletionEvent, any Error>
  let replyGuard: ReplyGuard
  let record: RequestRecord
  /// How long it may take.
  let limit: Duration

  /// Waits for the whole reply.
  ///
  /// - Parameter connection: What the client still sends; its end stops the reply.
  /// - Returns: The reply in one object.
  /// - Throws: `APIError` for a limit of time, and what the engine throws.
  func whole(watching connection: RequestBody) async throws -> JSON {
    var text = ""
    var tokens: [CompletionToken] = []
    return try await guarded(connection) {
      for try await event in events {
        switch event {
        case .started(let promptTokenCount, let reusedTokenCount):
          noteStart(promptTokenCount: promptTokenCount, reusedTokenCount: reusedTokenCount)
        case .text(let piece, let new):
          text += piece
          tokens += new
          note(new)
        case .finished(let summary):
          try noteEnd(summary)
          return reply.whole(text, tokens: tokens, summary: summary)
        }
      }
      throw interruption
    }
  }

  /// Sends the reply piece by piece.
  ///
  /// - Parameters:
  ///   - connection: What the client still sends; its end stops the reply.
  ///   - writer: Takes the stream of events.
  ///   - describe: Makes what the client is told of an error that comes after the beginning.
  /// - Throws: What `writer` throws, which means that nobody is there to be told anything.
  func stream(
    watching connection: RequestBody,
    to writer: inout any ResponseBodyWriter,
    describe: (any Error) -> APIError
  ) async throws {
    do {
      try await guarded(connection) { try await sendPieces(to: &writer) }
    } catch {
      guard replyGuard.reason != .disconnect else { throw error }
      try await writer.write(ServerSentEvent.message(describe(error).json))
    }
    try await writer.finish(nil)
  }

  private func sendPieces(to writer: inout any ResponseBodyWriter) async throws {
    var offset = 0
    if let opening = reply.opening { try await send(opening, to: &writer) }
    for try await event in events {
      switch event {
      case .started(let promptTokenCount, let reusedTokenCount):
        noteStart(promptTokenCount: promptTokenCount, reusedTokenCount: reusedTokenCount)
      case .text(let text, let tokens):
        note(tokens)
        // Tokens that make no whole character yet have nothing to show but their probabilities.
        guard !text.isEmpty || reply.hasProbabilities else { continue }
        try await send(reply.piece(text, tokens: tokens, at: offset), to: &writer)
        offset += text.unicodeScalars.count
      case .finished(let summary):
        try noteEnd(summary)
        try await send(reply.closing(summary), to: &writer)
        if let usage = reply.usage(summary) { try await send(usage, to: &writer) }
        try await send(ServerSentEvent.done, to: &writer)
        return
      }
    }
    throw interruption
  }

  private func send(_ value: JSON, to writer: inout any ResponseBodyWriter) async throws {
    try await send(ServerSentEvent.message(value), to: &writer)
  }

  private func send(_ bytes: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
    do {
      try await writer.write(bytes)
    } catch {
      replyGuard.end(.disconnect)
      throw error
    }
  }

  /// Does the work within the limit of time, and stops it when the client goes away.
  private func guarded<Result: Sendable>(
    _ connection: RequestBody,
    _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await replyGuard.limiting(to: limit) {
        try await connection.consumeWithInboundCloseHandler { _ in
          try await work()
        } onInboundClosed: {
          replyGuard.end(.disconnect)
        }
      }
    } catch {
      let outcome: RequestRecord.Outcome =
        switch replyGuard.reason {
        case .disconnect: .disconnect
        case .timeout: .timeout
        case nil: .error
        }
      record.update { $0.outcome = outcome }
      throw error
    }
  }

  /// Why a reply ends that the model had not finished.
  private var interruption: APIError {
    switch replyGuard.reason {
    case .disconnect: .clientGone
    case .timeout: .timedOut(limit: limit)
    // Nobody else stops a reply but the end of the server.
    case nil: .shuttingDown
    }
  }

  private func noteStart(promptTokenCount: Int, reusedTokenCount: Int) {
    record.update {
      $0.promptTokenCount = promptTokenCount
      $0.reusedTokenCount = reusedTokenCount
    }
  }

  private func note(_ tokens: [CompletionToken]) {
    record.update { $0.generatedTokenCount += tokens.count }
  }

  private func noteEnd(_ summary: CompletionSummary) throws(APIError) {
    guard summary.stopReason != .cancelled else { throw interruption }
    record.update {
      $0.generatedTokenCount = summary.generatedTokenCount
      $0.summary = summary
      $0.outcome = summary.stopReason.isCut ? .length : .stop
    }
  }
}
