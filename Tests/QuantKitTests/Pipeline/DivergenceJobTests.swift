//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct DivergenceJobTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")
  private let text: String

  init() throws {
    folder = try TemporaryFolder()
    let bytes = try InputFile.contents(of: Fixtures.demo("eval/eval-en.txt"), limit: 1 << 20)
    text = String(decoding: bytes, as: UTF8.self)
  }

  private func job(_ model: String, arithmetic: Arithmetic = .exact) throws -> DivergenceJob {
    try DivergenceJob(
      model: model,
      reference: demo,
      text: text,
      options: DivergenceOptions(windowLength: 64, windowLimit: 3, arithmetic: arithmetic)
    )
  }

  private func quantized(_ width: Recipe.Width) throws -> String {
    let path = folder.path("model-\(width.rawValue).qkit")
    let result = try BuiltProgram.quantize(demo, "--bits", "\(width.rawValue)", "-o", path, "-q")
    #expect(result.status == 0, "\(result.errors)")
    return path
  }

  @Test(arguments: [Arithmetic.exact, .fast])
  func modelDoesNotDivergeFromItself(arithmetic: Arithmetic) throws {
    let report = try job(demo, arithmetic: arithmetic).measure()
    #expect(report.divergence.positionCount == 3 * 63)
    #expect(report.divergence.maximum == 0)
    #expect(report.divergence.sameTopShare == 1)
    #expect(report.divergence.probabilityDifference == 0)
    #expect(report.divergence.perplexity == report.divergence.referencePerplexity)
    #expect(report.weakestTensor == nil)
  }

  /// Against the definition, from logits computed one model at a time.
  @Test func divergenceIsThatOfTheLogits() throws {
    let path = try quantized(.four)
    let report = try job(path).measure()
    let sessions = try [demo, path].map { try RunSession(path: $0, arithmetic: .exact) }
    let windows = try sessions[0].windows(of: text, length: 64, limit: 3)
    var (sum, count) = (0.0, 0)
    for window in windows {
      let logits = try sessions.map { session in
        try session.model.forward(
          Array(window.dropLast()),
          cache: session.model.makeCache(capacity: window.count),
          logits: .all
        )
      }
      let vocabularySize = sessions[0].model.configuration.vocabularySize
      for row in stride(from: 0, to: logits[0].count, by: vocabularySize) {
        let rows = logits.map { $0[row..<row + vocabularySize] }
        sum += (0..<vocabularySize).reduce(0.0) { sum, token in
          let p = Perplexity.logProbability(of: token, in: rows[0])
          let q = Perplexity.logProbability(of: token, in: rows[1])
          return sum + ElementaryFunctions.exp(p) * (p - q)
        }
        count += 1
      }
    }
    #expect(count == report.divergence.positionCount)
    #expect((report.divergence.mean / (sum / Double(count)) - 1).magnitude < 1e-9)
  }

  @Test func fewerBitsDivergeMoreAndEveryGroupALittle() throws {
    let int8 = try job(try quantized(.eight)).measure()
    let job = try job(try quantized(.four))
    let int4 = try job.measure()
    #expect(0 < int8.divergence.mean)
    #expect(10 * int8.divergence.mean < int4.divergence.mean)
    let groups = try job.measureGroups()
    let operations = ["W_pack", "o_proj", "down_proj", "gate_proj", "up_proj"]
    #expect(
      Set(job.groups.map(\.name)) == Set(operations + (0..<6).map { "layers.\($0)" })
        && job.groups.count == 11
    )
    for (group, divergence) in zip(job.groups, groups) {
      #expect(divergence.mean > 0, "\(group.name)")
      #expect(divergence.mean < 2 * int4.divergence.mean, "\(group.name)")
    }
    let weakest = try #require(int4.weakestTensor)
    #expect(weakest.signalToNoiseRatio > 0)
    #expect(try #require(int8.weakestTensor).signalToNoiseRatio > weakest.signalToNoiseRatio)
  }

  @Test func otherTokensAreAnError() throws {
    let copy = folder.path("copy")
    try folder.makeFolder("copy")
    for name in ["config.json", "model.safetensors"] {
      try folder.write(
        InputFile.contents(of: demo + "/" + name, limit: 1 << 26),
        to: "copy/" + name
      )
    }
    let tokenizer = Fixtures.path("tokenizer/spm-llama/tokenizer.model")
    try folder.write(InputFile.contents(of: tokenizer, limit: 1 << 26), to: "copy/tokenizer.model")
    let error = #expect(throws: SessionError.self) {
      try DivergenceJob(model: copy, reference: demo, text: text)
    }
    #expect(error?.code == .otherVocabulary)
  }
}
