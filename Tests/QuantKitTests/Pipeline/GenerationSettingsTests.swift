//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct GenerationSettingsTests {
  private func options(
    _ content: JSON?,
    _ settings: GenerationSettings = GenerationSettings()
  ) throws -> SamplingOptions {
    try settings.samplingOptions(
      configuration: GenerationConfiguration(content ?? [:], path: "generation_config.json")
    )
  }

  @Test func withoutAConfigurationNothingIsSampled() throws {
    #expect(try options(nil) == .greedy)
    #expect(try options(["temperature": .number(0.3)]) == .greedy)
  }

  @Test func theConfigurationCountsWhereNothingElseIsGiven() throws {
    let content: JSON = [
      "do_sample": true, "temperature": .number(0.5), "top_k": 5, "top_p": .number(0.75),
      "min_p": .null, "repetition_penalty": .number(1.25),
    ]
    var expected = SamplingOptions(
      isSampling: true,
      temperature: 0.5,
      topK: 5,
      topP: 0.75,
      repetitionPenalty: 1.25
    )
    #expect(try options(content) == expected)
    expected.temperature = 0.7
    expected.topK = 0
    #expect(try options(content, GenerationSettings(temperature: 0.7, topK: 0)) == expected)
    #expect(try options(content, GenerationSettings(isGreedy: true)) == .greedy)
  }

  /// As transformers does when generation_config.json or the call leaves top_k out.
  @Test func samplingChoosesAmongFiftyUnlessToldOtherwise() throws {
    #expect(try options(["do_sample": true]).topK == 50)
    #expect(try options(["do_sample": true, "top_k": .null]).topK == 50)
    #expect(try options(nil, GenerationSettings(temperature: 1)).topK == 50)
    #expect(try options(["do_sample": true, "top_k": 0]).topK == 0)
  }

  @Test func temperatureZeroIsGreedy() throws {
    #expect(try options(["do_sample": true, "temperature": 0]) == .greedy)
    #expect(try options(["do_sample": true], GenerationSettings(temperature: 0)) == .greedy)
  }

  @Test(arguments: [
    ("temperature", JSON.integer(-1)), ("temperature", .number(1e300)), ("temperature", "warm"),
    ("top_k", .integer(-5)), ("top_k", .number(2.5)), ("top_p", .number(1.5)),
    ("min_p", .number(-0.1)), ("repetition_penalty", .integer(0)),
    ("repetition_penalty", .number(1e-300)), ("do_sample", "yes"),
  ])
  func whatCannotBeFollowedIsAnError(key: String, value: JSON) throws {
    var members = [JSON.Member(key: key, value: value)]
    if key != "do_sample" { members.append(JSON.Member(key: "do_sample", value: true)) }
    let error = try #require(throws: SessionError.self) { try options(.object(members)) }
    #expect(error.code == .badConfiguration)
    #expect(error.message.contains("'\(key)'"))
    #expect(try options(.object(members), GenerationSettings(isGreedy: true)) == .greedy)
  }

  @Test func penaltiesOfThePersonCountInAnyMode() throws {
    let settings = GenerationSettings(frequencyPenalty: 0.5, presencePenalty: -1)
    let expected = SamplingOptions(frequencyPenalty: 0.5, presencePenalty: -1)
    #expect(try options(nil, settings) == expected)
    var greedy = settings
    greedy.isGreedy = true
    #expect(try options(["do_sample": true], greedy) == expected)
  }

  @Test func stopStringsComeAsOneOrSeveral() throws {
    func stops(_ value: JSON) throws -> [String]? {
      try GenerationConfiguration(["stop_strings": value], path: "x").stopStrings()
    }
    #expect(try stops(.null) == nil)
    #expect(try stops("a") == ["a"])
    #expect(try stops(["a", "b"]) == ["a", "b"])
    for value: JSON in [
      1, "", ["a", 1], .array(Array(repeating: "a", count: 65)),
      .string(String(repeating: "a", count: 5000)),
    ] {
      let error = try #require(throws: SessionError.self) { try stops(value) }
      #expect(error.code == .badConfiguration && error.message.contains("'stop_strings'"))
    }
  }

  @Test func whatIsLeftOutIsNamed() {
    func notes(_ content: JSON) -> [String] { GenerationConfiguration(content, path: "x").notes }
    #expect(
      notes([
        "num_beams": 1, "typical_p": .number(1.0), "no_repeat_ngram_size": 0, "top_k": 5,
        "suppress_tokens": .null, "bad_words_ids": [], "renormalize_logits": false, "other": 1,
      ]) == []
    )
    for (key, value): (String, JSON) in [
      ("num_beams", 4), ("typical_p", .number(0.9)), ("no_repeat_ngram_size", 3),
      ("suppress_tokens", [1, 2]), ("renormalize_logits", true), ("min_new_tokens", 5),
    ] {
      let found = notes(.object([.init(key: key, value: value)]))
      #expect(found.count == 1 && found[0].contains("'\(key)'"), "\(found)")
    }
  }
}
