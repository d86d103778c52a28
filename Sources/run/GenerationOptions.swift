//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit

/// How much to generate and how tokens are chosen.
struct GenerationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tokens to generate at most (default: the model's max_new_tokens, else 256, in a chat 1024).",
      valueName: "count"
    )
  )
  var maxTokens: Int?

  @Option(
    help: ArgumentHelp("Divisor of the logits; 0 is the same as --greedy.", valueName: "number")
  )
  var temperature: Float?

  @Option(
    help: ArgumentHelp(
      "Choose among the most probable tokens only; 0 is off (default: the model's top_k, else 50).",
      valueName: "count"
    )
  )
  var topK: Int?

  @Option(
    help: ArgumentHelp(
      "Choose among the fewest tokens with this probability together; 1 is off.",
      valueName: "share"
    )
  )
  var topP: Float?

  @Option(
    help: ArgumentHelp(
      "Drop tokens less probable than this share of the most probable one; 0 is off.",
      valueName: "share"
    )
  )
  var minP: Float?

  @Option(
    help: ArgumentHelp("Make tokens of the text so far less likely; 1 is off.", valueName: "number")
  )
  var repetitionPenalty: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Make tokens of the reply less likely each time they occur, -2 to 2; 0 is off.",
      valueName: "number"
    )
  )
  var frequencyPenalty: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Make tokens that occur in the reply less likely, -2 to 2; 0 is off.",
      valueName: "number"
    )
  )
  var presencePenalty: Float?

  // A stop string may begin with a dash.
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "End the reply before this text; can be given several times (default: the model's stop_strings).",
      valueName: "text"
    )
  )
  var stop: [String] = []

  @Option(help: ArgumentHelp("Draw the same tokens again (default: random).", valueName: "number"))
  var seed: UInt64?

  @Flag(help: "Always take the most probable token; no penalty unless given here.")
  var greedy = false

  @Option(
    help: ArgumentHelp(
      "Tokens that the KV cache holds, prompt and reply together (default: what is needed, in a chat what the model has).",
      valueName: "tokens"
    )
  )
  var context: Int?

  func validate() throws {
    func check(
      _ value: (some Comparable & CustomStringConvertible)?,
      _ name: String,
      _ range: String,
      _ isValid: (Float) -> Bool,
      _ number: Float?
    ) throws {
      guard let number, let value, !isValid(number) else { return }
      throw ValidationError("\(name) must be \(range), not \(value)")
    }
    try check(maxTokens, "--max-tokens", "at least 0", { $0 >= 0 }, maxTokens.map(Float.init))
    try check(context, "--context", "at least 1", { $0 >= 1 }, context.map(Float.init))
    try check(topK, "--top-k", "at least 0", { $0 >= 0 }, topK.map(Float.init))
    try check(temperature, "--temperature", "at least 0", { $0 >= 0 && $0.isFinite }, temperature)
    try check(topP, "--top-p", "between 0 and 1", { (0...1).contains($0) }, topP)
    try check(minP, "--min-p", "between 0 and 1", { (0...1).contains($0) }, minP)
    try check(
      repetitionPenalty,
      "--repetition-penalty",
      "above 0",
      { $0 > 0 && $0.isFinite },
      repetitionPenalty
    )
    for (name, penalty) in [
      ("--frequency-penalty", frequencyPenalty), ("--presence-penalty", presencePenalty),
    ] {
      try check(penalty, name, "between -2 and 2", { (-2...2).contains($0) }, penalty)
    }
    if stop.contains(where: \.isEmpty) { throw ValidationError("--stop must not be empty") }
    if greedy, temperature ?? 0 > 0 || topK != nil || topP != nil || minP != nil || seed != nil {
      throw ValidationError(
        "--greedy draws nothing at random; leave out --temperature, --top-k, --top-p, --min-p and --seed"
      )
    }
  }

  var settings: GenerationSettings {
    GenerationSettings(
      maximumTokenCount: maxTokens,
      temperature: temperature,
      topK: topK,
      topP: topP,
      minP: minP,
      repetitionPenalty: repetitionPenalty,
      frequencyPenalty: frequencyPenalty,
      presencePenalty: presencePenalty,
      stopStrings: stop.isEmpty ? nil : stop,
      seed: seed,
      isGreedy: greedy,
      contextLength: context
    )
  }
}
