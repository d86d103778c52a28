//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct RunCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func quantized(_ checkpoint: String, bits: String) throws -> String {
    let path = folder.path("model-\(bits).qkit")
    let result = try BuiltProgram.quantize(checkpoint, "--bits", bits, "-o", path, "-q", "-f")
    #expect(result.status == 0, "\(result.errors)")
    return path
  }

  // MARK: Golden logits, from the checkpoint to the safetensors file

  @Test(arguments: GoldenModel.names, ["", "8", "4"])
  func logitsEqualTheOriginal(model: String, bits: String) throws {
    let checkpoint = Fixtures.path("models/\(model)")
    let expected = try SafetensorsFile(path: checkpoint + "/expected.safetensors")
    let path = bits.isEmpty ? checkpoint : try quantized(checkpoint, bits: bits)
    for prompt in 0..<3 {
      let ids = try #require(try expected.bytes(of: "prompt\(prompt).input_ids")).integers
      let suffix = bits.isEmpty ? "" : ".int\(bits)"
      let logits = try #require(try expected.bytes(of: "prompt\(prompt).logits\(suffix)")).floats
      let output = folder.path("logits-\(prompt).safetensors")
      let result = try BuiltProgram.run(
        "logits",
        path,
        "--ids",
        ids.map(String.init).joined(separator: ","),
        "-o",
        output,
        "--arithmetic",
        "exact",
        "--force"
      )
      #expect(result.status == 0, "\(result.errors)")
      let found = try #require(try SafetensorsFile(path: output).bytes(of: "logits")).floats
      #expect(found.count == logits.count)
      let worst = zip(found, logits).map { ($0 - $1).magnitude }.max() ?? .infinity
      // The golden data's own tolerance; its noise is below 5e-5.
      #expect(worst <= 5e-4, "prompt \(prompt): largest difference \(worst)")
    }
  }

  // MARK: Demonstration model

  @Test(arguments: [
    ("eval-en.txt", 35.67772536869292, 8628, 8594),
    ("eval-zh.txt", 237.6573921709994, 5565, 5543),
  ])
  func perplexityEqualsTheReference(text: String, perplexity: Double, tokens: Int, scored: Int)
    throws
  {
    let result = try BuiltProgram.run(
      "perplexity",
      demo,
      Fixtures.demo("eval/\(text)"),
      "--window",
      "256",
      "--arithmetic",
      "exact",
      "--json"
    )
    let report = try JSON(parsing: result.outputBytes)
    #expect(report["tokens"]?.integer == tokens)
    #expect(report["scored"]?.integer == scored)
    let found = try #require(report["perplexity"]?.double)
    // Two float32 computations that add in other orders.
    #expect((found / perplexity - 1).magnitude < 1e-5, "\(found) instead of \(perplexity)")
  }

  @Test func quantizedPerplexityIsClose() throws {
    let text = Fixtures.demo("eval/eval-en.txt")
    for (bits, expected) in [("8", 35.68412662512404), ("4", 36.09734606793743)] {
      let result = try BuiltProgram.run(
        "perplexity",
        try quantized(demo, bits: bits),
        text,
        "--window",
        "256",
        "--arithmetic",
        "exact",
        "--json"
      )
      let found = try #require(try JSON(parsing: result.outputBytes)["perplexity"]?.double)
      // The reference leaves scales in float32; ours are rounded to F16 as the original rounds them.
      #expect((found / expected - 1).magnitude < 1e-3, "\(found) instead of \(expected)")
    }
  }

  @Test(arguments: ["exact", "fast"], ["", "8"])
  func chatAnswersEqualTheReference(arithmetic: String, bits: String) throws {
    let path = bits.isEmpty ? demo : try quantized(demo, bits: bits)
    let expected = try JSON(
      parsing: InputFile.contents(of: Fixtures.demo("eval/expected.json"), limit: 1 << 20)
    )
    for chat in try #require(expected["chat"]?.elements) {
      let messages = try #require(chat["messages"]?.elements)
      // The command takes one message; ChatFormatTests cover conversations.
      guard messages.count == 1 else { continue }
      let question = try #require(messages[0]["content"]?.string)
      let result = try BuiltProgram.run(
        path,
        "--chat-prompt",
        "--greedy",
        "--arithmetic",
        arithmetic,
        "--prompt",
        question
      )
      let answer = try #require(chat["answer"]?.string) + "\n"
      #expect(result.output.utf8.elementsEqual(answer.utf8), "\(question): \(result.output)")
    }
  }

  @Test func fourBitsStillKnowTheCapital() throws {
    let path = try quantized(demo, bits: "4")
    for (question, answer) in [("What is the capital of France?", "Paris"), ("法国的首都是哪里？", "巴黎")] {
      let result = try BuiltProgram.run(
        path,
        "--chat-prompt",
        "--greedy",
        "--prompt",
        question
      )
      #expect(result.output.contains(answer), "\(result.output)")
    }
  }

  @Test func textIsTheSameAtAnyThreadCount() throws {
    let outputs = try ["1", "2", "3"].map { threads in
      try BuiltProgram.run(
        demo,
        "--prompt",
        "从前，河边住着一只",
        "--seed",
        "7",
        "--max-tokens",
        "60",
        "--frequency-penalty",
        "0.3",
        "--repetition-penalty",
        "1.2",
        "--arithmetic",
        "exact",
        "--threads",
        threads
      ).output
    }
    #expect(!outputs[0].isEmpty)
    #expect(Set(outputs).count == 1)
  }

  // MARK: Prompts

  @Test func promptComesFromOptionFileOrInput() throws {
    let prompt = "The capital of Germany is"
    let options = [demo, "--greedy", "--max-tokens", "5"]
    let file = try folder.write(prompt, to: "prompt.txt")
    let byOption = try BuiltProgram.run.start(options + ["--prompt", prompt]).outcome()
    let byFile = try BuiltProgram.run.start(options + ["--prompt-file", file]).outcome()
    let byInput = try BuiltProgram.run.start(options, input: Array(prompt.utf8)).outcome()
    #expect(byOption.status == 0 && byOption.output.hasPrefix(" Berlin"))
    #expect(byFile.output == byOption.output)
    #expect(byInput.output == byOption.output)
  }

  /// The reply ends at the end token; the number asked for neither overflows nor takes the question's room.
  @Test func anyNumberOfTokensCanBeAskedFor() throws {
    let options = [demo, "--chat-prompt", "--greedy", "--prompt", "What is the capital of France?"]
    for more in [["512"], ["\(Int.max)"], ["\(Int.max)", "--context", "\(Int.max)"]] {
      let result = try BuiltProgram.run.start(options + ["--max-tokens"] + more).outcome()
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output == "The capital of France is Paris.\n")
    }
  }

  @Test func replyEndsBeforeAStopString() throws {
    let options = [demo, "--chat-prompt", "--greedy", "--prompt", "What is the capital of France?"]
    for (stops, expected) in [
      (["France is"], "The capital of "), (["nowhere", " Par"], "The capital of France is"),
      (["Paris.x"], "The capital of France is Paris."), (["T"], ""),
    ] {
      let result = try BuiltProgram.run.start(options + stops.flatMap { ["--stop", $0] }).outcome()
      #expect(result.output == expected + "\n", "\(result.errors)")
    }
    let stats = try BuiltProgram.run.start(options + ["--stop", "Paris", "--stats"]).outcome()
    #expect(stats.errors.contains("stop string"))
  }

  @Test func whatTheModelAsksForInVainIsANote() throws {
    let copy = try folder.makeCopy(of: demo, named: "notes")
    let path = copy + "/generation_config.json"
    let content = #"{"typical_p": 0.9, "stop_strings": ["France"]}"#
    try FileSystem.write(Array(content.utf8), to: path, replacing: true)
    let options = [copy, "--prompt", "The capital of", "--max-tokens", "2"]
    let noted = try BuiltProgram.run.start(options).outcome()
    #expect(noted.status == 0)
    #expect(noted.errors.contains("note: ") && noted.errors.contains("'typical_p' to 0.9"))
    let greedy = try BuiltProgram.run.start(options + ["--greedy"]).outcome()
    #expect(!greedy.errors.contains("note: "))
  }

  @Test func rawPromptsHoldTheirTokens() throws {
    func promptLength(_ options: String...) throws -> String? {
      let result = try BuiltProgram.run.start(
        [demo, "--prompt", "</s></s>", "--greedy", "--max-tokens", "1", "--stats"] + options
      ).outcome()
      let line = result.errors.split(separator: "\n").first { $0.hasPrefix("prefill") }
      return line?.split(separator: " ").dropFirst().first.map { String($0) }
    }
    #expect(try promptLength("--raw") == "2")
    #expect(try promptLength() != "2")
  }

  @Test func badSettingsOfTheModelAreErrors() throws {
    for name in ["config.json", "model.safetensors", "tokenizer.model", "tokenizer_config.json"] {
      try folder.link(name, to: demo + "/" + name)
    }
    let content = #"{"do_sample": true, "temperature": 0.3, "max_new_tokens": -3}"#
    _ = try folder.write(content, to: "generation_config.json")
    let result = try BuiltProgram.run(folder.path, "--prompt", "Hello")
    #expect(result.status == 1)
    #expect(result.errors.contains("generation_config.json' sets 'max_new_tokens' to -3"))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [("exact", nil, "f32"), ("fast", nil, "f16"), ("exact", "int8", "int8")])
  func formatOfTheCache(arithmetic: String, format: String?, used: String) throws {
    let result = try BuiltProgram.run.start(
      [demo, "--prompt", "Hello", "--greedy", "--max-tokens", "2", "--stats"]
        + ["--arithmetic", arithmetic] + (format.map { ["--kv", $0] } ?? [])
    ).outcome()
    #expect(result.status == 0)
    #expect(result.errors.contains("KV cache     " + used), "\(result.errors)")
  }

  @Test func statisticsGoToStandardError() throws {
    let result = try BuiltProgram.run(
      demo,
      "--prompt",
      "Hello",
      "--greedy",
      "--max-tokens",
      "4",
      "--stats"
    )
    for part in ["load", "prefill", "decode", "tokens/s", "peak memory"] {
      #expect(result.errors.contains(part), "the statistics lack \(part)")
      #expect(!result.output.contains(part))
    }
  }

  @Test(arguments: [
    (["--prompt", "x", "--prompt-file", "y"], "exclude each other"),
    (["--prompt", "x", "--greedy", "--temperature", "0.5"], "--greedy"),
    (["--prompt", "x", "--top-p", "1.5"], "--top-p"),
    (["--prompt", "x", "--temperature", "-1"], "--temperature"),
    (["--prompt", "x", "--arithmetic", "slow"], "exact"),
    (["--prompt", "x", "--kv", "int4"], "int8"),
    (["--prompt", "x", "--system", "y"], "--chat-prompt"),
    (["--prompt", "x", "--context", "0"], "--context"),
    (["--prompt", "x", "--frequency-penalty", "-3"], "--frequency-penalty"),
    (["--prompt", "x", "--stop", ""], "--stop"),
    (["--prompt", "x", "--no-thinking"], "--chat-prompt"),
    (["--prompt", "x", "--chat-prompt", "--date", "2023-02-29"], "--date"),
  ])
  func badOptionsAreUsageErrors(options: [String], message: String) throws {
    let result = try BuiltProgram.run.start([demo] + options).outcome()
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func failuresNameTheFile() throws {
    let tooLong = try BuiltProgram.run(demo, "--prompt", "a b c d", "--context", "2")
    #expect(tooLong.status == 1 && tooLong.errors.contains("--context"))
    let empty = try BuiltProgram.run(demo, "--prompt", "")
    #expect(empty.status == 1 && empty.errors.contains("empty"))
    let binary = try folder.write([0xFF, 0xFE, 0x00], to: "binary")
    let noText = try BuiltProgram.run(demo, "--prompt-file", binary)
    #expect(noText.status == 1 && noText.errors.contains("UTF-8"))
    let noModel = try BuiltProgram.run(binary, "--prompt", "x")
    #expect(noModel.status == 1 && noModel.errors.contains("binary"))
    let mistyped = try BuiltProgram.run("perplexty", demo)
    #expect(mistyped.status == 64 && mistyped.errors.contains("perplexty"))
  }

  @Test(arguments: ModelVariant.all)
  func logitsOfVariantsEqualTheReference(variant: ModelVariant) throws {
    let checkpoint = try variant.checkpoint()
    let prompt = try variant.prompt(1)
    let found = try logits(
      checkpoint.path,
      ids: prompt.tokens.map(String.init).joined(separator: ","),
      "variant"
    )
    let worst = try largestDifference(found, prompt.logits)
    #expect(worst <= GoldenModel.tolerance, "\(worst)")
  }

  @Test func logitsAreThoseOfTheWholeInput() throws {
    let variant = try ModelVariant.named("rope-dynamic")
    let ids = (0..<150).map { $0 * 7 % 40 }
    let model = try variant.load()
    let cache = model.makeCache(capacity: ids.count)
    let checkpoint = try variant.checkpoint()
    // Written in pieces, each of which rotates by the length of the whole.
    let found = try logits(
      checkpoint.path,
      ids: ids.map(String.init).joined(separator: ","),
      "dynamic"
    )
    #expect(found == (try model.forward(ids, cache: cache, logits: .all)))
  }

  // MARK: Normalized heads

  private func logits(_ model: String, ids: String, _ name: String) throws -> [Float] {
    let output = folder.path(name)
    let result = try BuiltProgram.run(
      "logits",
      model,
      "--ids",
      ids,
      "-o",
      output,
      "--arithmetic",
      "exact"
    )
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try SafetensorsFile(path: output).bytes(of: "logits")).floats
  }

  @Test(arguments: ["baichuan2-7b-tiny", "baichuan2-13b-tiny"])
  func compactStoresTheNormalizedHead(model: String) throws {
    let checkpoint = Fixtures.path("models/\(model)")
    let path = folder.path("compact.qkit")
    let quantized = try BuiltProgram.quantize(checkpoint, "--recipe", "compact", "-o", path, "-q")
    #expect(quantized.status == 0, "\(quantized.errors)")
    #expect(try BuiltProgram.inspect("verify", path).status == 0)
    let list = try BuiltProgram.inspect(path, "--tensors").output
    let heads = list.split(separator: "\n").filter { $0.hasPrefix("lm_head.weight") }
    #expect(heads.count == 1 && heads[0].contains("int8-row-normalized"), "\(heads)")

    let expected = try SafetensorsFile(path: checkpoint + "/expected.safetensors")
    let ids = try #require(try expected.bytes(of: "prompt1.input_ids")).integers
      .map(String.init).joined(separator: ",")
    let reference = try #require(try expected.bytes(of: "prompt1.logits.int8")).floats
    let found = try logits(path, ids: ids, "compact.safetensors")
    // The reference keeps embedding and head. Measured: 0.014 and 0.018.
    let size = reference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = zip(found, reference).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(error / size < 0.03, "\(error / size)")

    // Unpacked, the head is normalized, and normalizing it once more changes no more than rounding to
    // F16 does. Measured: 0.0012.
    let unpacked = folder.path("unpacked")
    #expect(try BuiltProgram.inspect("unpack", path, unpacked, "--dequantized").status == 0)
    let again = try logits(unpacked, ids: ids, "unpacked.safetensors")
    let change = zip(found, again).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(change / size < 0.003, "\(change / size)")
  }

  @Test func unsupportedArchitectureIsSaidFirst() throws {
    let copy = try folder.makeCopy(of: Fixtures.path("models/llama-tiny"), named: "other")
    let config = Array(#"{"architectures": ["GPT2LMHeadModel"], "n_layer": 12}"#.utf8)
    try FileSystem.write(config, to: copy + "/config.json", replacing: true)
    let result = try BuiltProgram.run(copy, "--prompt", "x")
    #expect(result.status == 1)
    for part in ["GPT2LMHeadModel", "LlamaForCausalLM"] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
  }

  @Test(arguments: [
    #"{"max_new_tokens": -5}"#, #"{"max_new_tokens": "many"}"#, #"{"do_sample": 1}"#,
    #"{"do_sample": true, "temperature": -1}"#, #"{"do_sample": true, "top_k": -1}"#,
    #"{"do_sample": true, "top_p": 7}"#, #"{"do_sample": true, "min_p": -0.5}"#,
    #"{"repetition_penalty": 0}"#,
  ])
  func absurdGenerationConfigurationIsRefused(configuration: String) throws {
    let copy = try folder.makeCopy(of: demo, named: "absurd")
    let path = copy + "/generation_config.json"
    try FileSystem.write(Array(configuration.utf8), to: path, replacing: true)
    let refused = try BuiltProgram.run(copy, "--prompt", "x", "--context", "8")
    let key = try #require(try JSON(parsing: Array(configuration.utf8)).members?.last?.key)
    #expect(refused.status == 1, "\(refused.errors)")
    let complaint = "generation_config.json' sets '\(key)' to"
    #expect(refused.errors.contains(complaint), "\(refused.errors)")
    // What the person says replaces it.
    let overridden = try BuiltProgram.run(
      copy,
      "--prompt",
      "x",
      "--greedy",
      "--max-tokens",
      "2"
    )
    #expect(overridden.status == 0, "\(overridden.errors)")
  }

  @Test func configuredTemperatureOfZeroIsGreedy() throws {
    let copy = try folder.makeCopy(of: demo, named: "zero")
    let configuration = Array(#"{"do_sample": true, "temperature": 0}"#.utf8)
    try FileSystem.write(configuration, to: copy + "/generation_config.json", replacing: true)
    let options = ["--prompt", "Once upon", "--max-tokens", "8"]
    let configured = try BuiltProgram.run.start([copy] + options).outcome()
    let greedy = try BuiltProgram.run.start([copy, "--greedy"] + options).outcome()
    #expect(configured.status == 0 && configured.output == greedy.output)
  }

  @Test func largestTokenLimitIsNoOverflow() throws {
    let limit = String(Int.max)
    let result = try BuiltProgram.run(
      demo,
      "--prompt",
      "Once upon",
      "--greedy",
      "--max-tokens",
      limit,
      "--context",
      "9"
    )
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func promptMayBeginWithADash() throws {
    let result = try BuiltProgram.run(demo, "--prompt", "- x", "--greedy", "--max-tokens", "1")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func closedStreamsAreErrors() throws {
    let output = try BuiltProgram.run.inShell(
      #""$@" <&- >&-"#,
      demo,
      "--prompt",
      "Once upon",
      "--greedy",
      "--max-tokens",
      "4"
    )
    #expect(output.status == 1 && output.errors.contains("standard output"), "\(output.errors)")
    let input = try BuiltProgram.run.inShell(#""$@" <&-"#, demo)
    #expect(input.status == 1 && input.errors.contains("standard input"), "\(input.errors)")
  }

  @Test func unknownTokenIsRefusedBeforeAnythingIsWritten() throws {
    let output = folder.path("logits.safetensors")
    let result = try BuiltProgram.run("logits", demo, "--ids", "1,5120", "-o", output)
    #expect(result.status == 1)
    #expect(result.errors.contains(demo) && result.errors.contains("5120"), "\(result.errors)")
    #expect(try folder.names().isEmpty)
  }

  @Test func interruptEndsALongRun() throws {
    // Minutes of work.
    let running = try BuiltProgram.run.start(["bench", demo, "--repeat", "1000"])
    Thread.sleep(forTimeInterval: 0.5)
    // Not Ctrl-C: a test runner may have that ignored, and children inherit it.
    running.process.terminate()
    let outcome = try running.outcome()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
  }

  @Test func helpShowsMainFormAndSubcommands() throws {
    let result = try BuiltProgram.run("--help")
    for part in ["--prompt", "--temperature", "--arithmetic", "perplexity", "logits", "tokenize"] {
      #expect(result.output.contains(part), "the help lacks \(part)")
    }
    for word in ["perplexity", "logits", "tokenize"] {
      let help = try BuiltProgram.run(word, "--help")
      #expect(help.status == 0 && help.output.contains("run \(word)"))
    }
  }
}

extension [UInt8] {
  /// Little-endian binary32 numbers.
  fileprivate var floats: [Float] {
    integers.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
  }

  /// Little-endian 32-bit integers.
  fileprivate var integers: [Int] {
    stride(from: 0, to: count, by: 4).map { start in
      Int(self[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
  }
}

extension TemporaryFolder {
  fileprivate func makeCopy(of source: String, named name: String) throws -> String {
    try FileManager.default.copyItem(atPath: source, toPath: path(name))
    return path(name)
  }
}
