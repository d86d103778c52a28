//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Files that `torch.save` wrote, compared with their tensors as torch lays them out row-major.
struct PyTorchFileTests {
  private static func path(_ name: String) -> String { Fixtures.path("torch/" + name) }

  private static func opened(_ name: String) throws -> (WeightFile, SafetensorsFile) {
    (
      try WeightFile(path: path(name + ".bin"), format: .pyTorch),
      try SafetensorsFile(path: path(name + ".safetensors"))
    )
  }

  private static let names = [
    "views", "views-legacy", "newer-types", "parameters", "nested", "nested-legacy",
  ]

  @Test(arguments: names)
  func readsWhatTorchReads(name: String) throws {
    let (file, expected) = try Self.opened(name)
    #expect(file.tensors.count == expected.header.entries.count)
    for entry in expected.header.entries {
      let tensor = try #require(file.tensors.first { $0.info.name == entry.info.name })
      #expect(tensor.info == entry.info)
      let elements = 0..<entry.info.shape.elementCount
      let bytes = try file.file.bytes(elements, of: tensor.layout)
      #expect(try expected.bytes(of: entry.info.name) == bytes, "\(entry.info.name)")
    }
  }

  @Test
  func readsEveryPartOfAView() throws {
    let (file, expected) = try Self.opened("views")
    for tensor in file.tensors where !tensor.layout.isContiguous {
      let whole = try #require(try expected.bytes(of: tensor.info.name))
      let count = min(tensor.info.shape.elementCount, 130)
      let size = tensor.info.elementType.byteCount
      for start in 0...count {
        for end in start...count {
          let bytes = try file.file.bytes(start..<end, of: tensor.layout)
          #expect(bytes.elementsEqual(whole[start * size..<end * size]), "\(tensor.info.name)")
        }
      }
    }
  }

  @Test
  func tellsTheFormats() throws {
    #expect(try PyTorchFile(path: Self.path("views.bin")).format == .zip)
    #expect(try PyTorchFile(path: Self.path("views-legacy.bin")).format == .legacy)
    #expect(PyTorchFileReport.isPyTorchFile(Self.path("views.bin")))
    #expect(!PyTorchFileReport.isPyTorchFile(Self.path("views.safetensors")))
    #expect(!PyTorchFileReport.isPyTorchFile(Self.path("nothing")))
  }

  @Test
  func ordersTensorsByTheirBytes() throws {
    for name in Self.names {
      let offsets = try Self.opened(name).0.tensors.map(\.layout.offset)
      #expect(offsets == offsets.sorted())
    }
  }

  @Test
  func notesEntriesThatAreNoTensors() throws {
    let notes = try WeightFile(path: Self.path("nested.bin"), format: .pyTorch).notes
    #expect(notes == ["in 'nested.bin', 'step' is no tensor and ignored"])
  }

  private func unwrapped(_ names: [String]) -> [String] {
    var names = names
    StateDictionary.unwrap(&names, name: \.self)
    return names
  }

  @Test
  func takesThePrefixOfWrappersFromAllNamesOrNone() {
    #expect(unwrapped(["module.a", "module.b.c"]) == ["a", "b.c"])
    #expect(unwrapped(["module.a", "b"]) == ["module.a", "b"])
    #expect(unwrapped(["module."]) == ["module."])
  }

  @Test
  func listsWhatARefusedFileAsksFor() throws {
    let report = try PyTorchFileReport(path: Self.path("whole-module.bin"))
    #expect(
      report.globals.filter { !$0.isAccepted }.map(\.name) == [
        "torch.nn.modules.container.Sequential", "__builtin__.set",
        "torch.nn.modules.linear.Linear", "torch.nn.modules.batchnorm.BatchNorm1d",
      ]
    )
    #expect(report.globals.contains { $0.isAccepted && $0.name == "torch.HalfStorage" })
    #expect(report.tensors.isEmpty)
    #expect(report.refusal?.code == .forbiddenGlobals)
  }

  // MARK: Damage

  /// Every cut is noticed: at each byte near both ends, and at every 37th between.
  @Test(arguments: ["views", "views-legacy", "newer-types", "nested-legacy"])
  func noticesTruncation(name: String) throws {
    let bytes = try InputFile.contents(of: Self.path(name + ".bin"), limit: 1 << 20)
    let folder = try TemporaryFolder()
    let cuts = (0..<bytes.count).filter { $0 < 400 || $0 > bytes.count - 400 || $0 % 37 == 0 }
    for count in cuts {
      let path = try folder.write(Array(bytes[..<count]), to: "x.bin")
      let error = try #require(throws: CheckpointError.self, "cut at \(count)") {
        try PyTorchFile(path: path).weights()
      }
      #expect(error.code == .truncated || count < 4, "cut at \(count): \(error)")
    }
  }

  @Test(arguments: ["views", "views-legacy"])
  func survivesFlippedBits(name: String) throws {
    let seed: UInt64 = 40_127
    var random = SplitMix64(seed: seed)
    let bytes = try InputFile.contents(of: Self.path(name + ".bin"), limit: 1 << 20)
    let folder = try TemporaryFolder()
    for _ in 0..<1_500 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: 0..<bytes.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      }
      let path = try folder.write(damaged, to: "x.bin")
      do {
        let file = try WeightFile(path: path, format: .pyTorch)
        // What is accepted can be read.
        for tensor in file.tensors {
          let count = tensor.info.shape.elementCount
          let bytes = try file.file.bytes(0..<count, of: tensor.layout)
          #expect(bytes.count == tensor.info.byteCount, "seed \(seed)")
        }
      } catch is CheckpointError {}
    }
  }
}
