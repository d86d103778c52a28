//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension CompletionSummary {
  /// Why the text ends, in OpenAI's words.
  var finishReason: String { stopReason.isCut ? "length" : "stop" }

  /// The numbers of tokens, as OpenAI's interface names them.
  var usage: JSON {
    [
      "prompt_tokens": .integer(promptTokenCount),
      "completion_tokens": .integer(generatedTokenCount),
      "total_tokens": .integer(promptTokenCount + generatedTokenCount),
      "prompt_tokens_details": ["cached_tokens": .integer(reusedTokenCount)],
    ]
  }

  /// How long it took; an extension.
  var timings: JSON {
    let seconds = decodeDuration.inSeconds
    // The first token comes from the pass of the prompt.
    let count = max(0, generatedTokenCount - 1)
    let speed = count > 0 && seconds > 0 ? Double(count) / seconds : 0
    return [
      "queue_ms": Self.milliseconds(queueDuration),
      "prompt_ms": Self.milliseconds(prefillDuration),
      "prompt_reused": .integer(reusedTokenCount),
      "decode_ms": Self.milliseconds(decodeDuration),
      "tokens_per_second": .number((speed * 100).rounded() / 100),
    ]
  }

  private static func milliseconds(_ duration: Duration) -> JSON {
    .number((duration.inSeconds * 1e6).rounded() / 1e3)
  }
}
