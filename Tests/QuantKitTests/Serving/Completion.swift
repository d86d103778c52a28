//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// All that came of a request.
struct Completion {
  var text = ""
  var tokens: [CompletionToken] = []
  var started: [(promptTokenCount: Int, reusedTokenCount: Int)] = []
  let summary: CompletionSummary

  /// Receives a stream to its end and checks the order of its events.
  init(_ stream: AsyncThrowingStream<CompletionEvent, any Error>) async throws {
    var summary: CompletionSummary?
    for try await event in stream {
      #expect(summary == nil, "nothing comes after the end")
      switch event {
      case .started(let promptTokenCount, let reusedTokenCount):
        #expect(started.isEmpty && tokens.isEmpty)
        started.append((promptTokenCount, reusedTokenCount))
      case .text(let piece, let tokens):
        #expect(started.count == 1)
        text += piece
        self.tokens += tokens
      case .finished(let end): summary = end
      }
    }
    self.summary = try #require(summary)
    #expect(tokens.count == self.summary.generatedTokenCount)
  }
}

extension CompletionEngine {
  func complete(_ request: CompletionRequest) async throws -> Completion {
    try await Completion(submit(request))
  }
}

extension RunSession {
  /// What a request gives alone.
  func textAlone(_ request: CompletionRequest) throws -> (text: String, tokenCount: Int) {
    var text = ""
    let statistics = try generate(request.prompt, settings: request.settings) { text += $0 }
    return (text, statistics.generatedTokenCount)
  }
}
