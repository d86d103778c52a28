//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Synchronization
import Testing

@testable import QuantKit

@Suite struct CalibrationTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func options(
    calibration: CalibrationOptions? = CalibrationOptions(
      text: CalibrationOptions.defaultText,
      tokenCount: 1024
    ),
    threadCount: Int = 2
  ) -> QuantizeOptions {
    QuantizeOptions(
      width: .four,
      threadCount: threadCount,
      isReplacing: true,
      calibration: calibration
    )
  }

  private func quantize(_ name: String, _ options: QuantizeOptions) throws -> String {
    let path = folder.path(name)
    try QuantizeJob(checkpoint: demo, output: path, options: options).run()
    return path
  }

  private func divergence(_ path: String) throws -> Double {
    let bytes = try InputFile.contents(of: Fixtures.demo("eval/eval-en.txt"), limit: 1 << 20)
    return try DivergenceJob(
      model: path,
      reference: demo,
      text: String(decoding: bytes, as: UTF8.self),
      options: DivergenceOptions(windowLength: 256, windowLimit: 4, arithmetic: .exact)
    ).measure().divergence.mean
  }

  @Test func calibratedCodesDivergeLess() throws {
    let plain = try divergence(quantize("plain.qkit", options(calibration: nil)))
    let path = try quantize("calibrated.qkit", options())
    #expect(try divergence(path) < 0.6 * plain)
    let file = try QuantizedFile(path: path)
    for tensor in file.index.tensors {
      let isLayer = tensor.info.name.hasPrefix("model.layers.") && tensor.scheme != nil
      #expect(tensor.rounding == (isLayer ? .calibrated() : .nearest), "\(tensor.info.name)")
    }
    #expect(file.index.tensors.count == (try Checkpoint(folder: demo)).tensors.count)
    // Reports and copies work as with any file.
    let result = try BuiltProgram.inspect("verify", path, "--against", demo)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test func bytesDoNotDependOnTheThreads() throws {
    let files = try [1, 2, 3].map { count in
      try InputFile.contents(
        of: quantize("\(count).qkit", options(threadCount: count)),
        limit: 1 << 26
      )
    }
    #expect(files[0] == files[1] && files[0] == files[2])
  }

  /// Cancelled in the first layer, between layers and in the last one.
  @Test(arguments: [4, 20, 45])
  func interruptedWorkGoesOnWithTheSameBytes(blockLimit: Int) throws {
    let whole = try InputFile.contents(of: quantize("whole.qkit", options()), limit: 1 << 26)
    let path = folder.path("resumed.qkit")
    let cancellation = Cancellation()
    let blockCount = Mutex(0)
    let job = try QuantizeJob(checkpoint: demo, output: path, options: options())
    #expect(throws: CancellationError.self) {
      try job.run(cancellation: cancellation) { _ in
        let count = blockCount.withLock { count in
          count += 1
          return count
        }
        if count == blockLimit { cancellation.cancel() }
      }
    }
    var resuming = options()
    resuming.isResuming = true
    let summary = try QuantizeJob(checkpoint: demo, output: path, options: resuming).run()
    #expect(summary.resumedTensorCount > 0)
    #expect(try InputFile.contents(of: path, limit: 1 << 26) == whole)
  }

  @Test func otherTextsAreOtherWork() throws {
    let path = folder.path("model.qkit")
    let cancellation = Cancellation()
    let job = try QuantizeJob(checkpoint: demo, output: path, options: options())
    #expect(throws: CancellationError.self) {
      try job.run(cancellation: cancellation) { progress in
        if progress.phase == .calibrating { cancellation.cancel() }
      }
    }
    var resuming = options(
      calibration: CalibrationOptions(text: "Another text, long enough.", tokenCount: 1024)
    )
    resuming.isResuming = true
    let error = #expect(throws: ContainerError.self) {
      try QuantizeJob(checkpoint: demo, output: path, options: resuming).run()
    }
    #expect(error?.message.contains("calibration text") == true, "\(String(describing: error))")
  }

  @Test func textWithoutTokensIsAnError() throws {
    let error = #expect(throws: SessionError.self) {
      try quantize("none.qkit", options(calibration: CalibrationOptions(text: "")))
    }
    #expect(error?.code == .textTooShort)
    #expect(try folder.names().isEmpty)
  }

  @Test func otherWeightsAreNoticedByWhatTheCodesCost() throws {
    let path = try quantize("model.qkit", options())
    let copy = folder.path("copy")
    try folder.makeFolder("copy")
    for name in [
      "config.json", "generation_config.json", "tokenizer.model", "model.safetensors",
      "special_tokens_map.json", "tokenizer_config.json",
    ] {
      try folder.write(
        InputFile.contents(of: demo + "/" + name, limit: 1 << 26),
        to: "copy/" + name
      )
    }
    var weights = try folder.contents("copy/model.safetensors")
    let tensor = try #require(
      try Checkpoint(folder: copy).tensor(named: "model.layers.2.mlp.down_proj.weight")
    )
    weights[tensor.layout.offset] ^= 1
    try folder.write(weights, to: "copy/model.safetensors")
    let result = try BuiltProgram.inspect("verify", path, "--against", copy)
    #expect(result.status == 1)
    let text = result.output + result.errors
    #expect(
      text.contains("the statistics of tensor 'model.layers.2.mlp.down_proj.weight'"),
      "\(text)"
    )
  }

  @Test func damagedCodesCannotBeComputedAgain() throws {
    let path = try quantize("model.qkit", options())
    let file = try QuantizedFile(path: path)
    let tensor = try file.tensor(named: "model.layers.1.self_attn.o_proj.weight")
    let frame = try #require(tensor.content?.frames.first)
    var bytes = try InputFile.contents(of: path, limit: 1 << 26)
    bytes[frame.offset + frame.storedByteCount / 2] ^= 4
    try folder.write(bytes, to: "model.qkit")
    let result = try BuiltProgram.quantize("repair", path, "--from", demo)
    #expect(result.status == 1 && result.errors.contains("quantize it again"), "\(result.errors)")
    #expect(try InputFile.contents(of: path, limit: 1 << 26) == bytes)
  }
}
