//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

extension FuzzTarget {
  private static let jsonTokens = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "null", "true", "false",
    "\u{0}",
    "\u{FFFD}", "1e400", "-", "[[[[[[[[", "{\"a\":",
  ]

  /// JSON itself.
  static func jsonTargets(_ fixtures: FixtureFolder) throws -> [FuzzTarget] {
    let seeds =
      try fixtures.bytes("config.json", in: modelFolders) + [fixtures.bytes("sampling/cases.json")]
      + fixtures.bytes("cases.json", in: ["tokenizer/spm-variant", "chat"])
    return [
      FuzzTarget(name: "json", seeds: seeds, tokens: jsonTokens) { bytes in
        let json = try JSON(parsing: bytes)
        let again = try JSON(parsing: json.serialized())
        precondition(again == json, "what is written reads back")
        _ = json["architectures"]
      },
      FuzzTarget(
        name: "chat-messages",
        seeds: [
          Array(
            #"[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "\u00e9"}]"#.utf8
          )
        ],
        tokens: jsonTokens
      ) { bytes in
        _ = try ChatMessage.messages(parsing: bytes, path: "messages.json")
      },
      FuzzTarget(
        name: "plan",
        seeds: [
          Array(
            """
            {"schema": 1, "tensors": {"v_proj": "int8", "model.layers.0.*": {"scheme": "rate",\
             "step": 0.125}, "model.embed_tokens.weight": "keep", "*": "int4-row"}}
            """.utf8
          )
        ],
        tokens: jsonTokens + ["*", "rate", "int8", "keep", "step", "scheme"]
      ) { bytes in
        let recipe = try PlanFile(parsing: bytes, path: "plan.json").applied(to: .compact)
        for name in ["model.layers.0.self_attn.v_proj.weight", "model.embed_tokens.weight"] {
          guard let shape = TensorShape([2, 4]) else { continue }
          _ = try recipe.decision(
            for: TensorInfo(name: name, elementType: .f16, shape: shape),
            width: .four
          )
        }
      },
    ]
  }

  static let modelFolders = [
    "llama", "llama31", "mistral", "qwen2", "qwen3", "baichuan7b", "baichuan13b", "baichuan2-7b",
    "baichuan2-13b",
  ].map { "models/\($0)-tiny" }

  /// safetensors files, their headers alone, and the lists of shards.
  static func checkpointTargets(_ fixtures: FixtureFolder, _ file: ScratchFile) throws
    -> [FuzzTarget]
  {
    let files = try fixtures.all(in: "torch", suffix: ".safetensors")
    let headers = try
      (files + fixtures.bytes("model.safetensors", in: [modelFolders[0], modelFolders[3]])).map {
        bytes in
        try Array(
          bytes[
            8..<8
              + SafetensorsHeader.textByteCount(prefix: bytes, fileByteCount: bytes.count, path: "")
          ]
        )
      }
    let types = ElementType.allCases.map { "\"\($0.rawValue)\"" }
    let tokens =
      jsonTokens + types + [
        "\"dtype\":", "\"shape\":[]", "\"data_offsets\":[0,0]", "\"__metadata__\":{}",
      ]
    return [
      FuzzTarget(name: "safetensors", seeds: files, tokens: tokens) { bytes in
        let opened = try WeightFile(path: file.holding(bytes), format: .safetensors)
        for tensor in opened.tensors { _ = try opened.beginning(of: tensor) }
      },
      FuzzTarget(name: "safetensors-header", seeds: headers, tokens: tokens) { bytes in
        // The file that the header asks for, so that more than its size is looked at.
        let ends = (try JSON(parsing: bytes).members ?? []).compactMap {
          $0.value["data_offsets"]?.elements?.last?.integer
        }
        let byteCount = (8 + bytes.count).addingReportingOverflow(max(0, ends.max() ?? 0))
        let size = byteCount.overflow ? .max : byteCount.partialValue
        let header = try SafetensorsHeader(parsing: bytes, fileByteCount: size, path: "x")
        precondition(
          header.entries.allSatisfy { $0.range.upperBound <= size },
          "a tensor is in the file"
        )
      },
      FuzzTarget(
        name: "shard-index",
        seeds: try fixtures.bytes(
          "model.safetensors.index.json",
          in: ["models/llama31-tiny", "models/baichuan7b-tiny"]
        )
          + [fixtures.bytes("models/baichuan13b-bin-tiny/pytorch_model.bin.index.json")],
        tokens: jsonTokens + [
          "../", "/", "\u{0}", ".safetensors", ".bin", "module.", "\"weight_map\":",
        ]
      ) { bytes in
        for format in WeightFormat.allCases {
          guard let index = try? ShardIndex(parsing: bytes, path: "x", format: format) else {
            continue
          }
          precondition(index.shardNames.allSatisfy(Path.isPlainName), "a shard is in the folder")
        }
      },
    ]
  }

  /// PyTorch files in both formats, and pickles alone.
  static func pyTorchTargets(_ fixtures: FixtureFolder, _ file: ScratchFile) throws -> [FuzzTarget]
  {
    let files = try fixtures.all(in: "torch", suffix: ".bin")
    let pickles = files.map { bytes in
      guard let archive = try? ZipArchive(InputFile(path: file.holding(bytes))) else {
        return bytes
      }
      let entry = archive.entries.first { $0.name.hasSuffix("data.pkl") }
      return entry.map { Array(bytes[$0.range]) } ?? bytes
    }
    let tokens = [
      "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n",
      "ccollections\nOrderedDict\n", "cos\nsystem\n",
      "X\u{4}\u{0}\u{0}\u{0}name", "(K\u{0}K\u{1}t", "R", "Q", "u", "s", "}", ")", "(", "t", "b",
      "q\u{1}", "h\u{1}", "0", ".",
    ]
    return [
      FuzzTarget(name: "pickle", seeds: pickles, tokens: tokens) { bytes in
        let document = try PickleDocument(parsing: bytes)
        _ = try StateDictionary(of: document, path: "x")
        _ = try TorchStorage.all(of: document, path: "x")
      },
      FuzzTarget(name: "pytorch", seeds: files, tokens: tokens) { bytes in
        let path = try file.holding(bytes)
        _ = try PyTorchFileReport(path: path)
        let opened = try WeightFile(path: path, format: .pyTorch)
        for tensor in opened.tensors { _ = try opened.beginning(of: tensor) }
      },
    ]
  }
}

extension WeightFile {
  /// The first elements of a tensor.
  fileprivate func beginning(of tensor: StoredTensor) throws -> [UInt8] {
    try file.bytes(0..<min(tensor.info.shape.elementCount, 1 << 12), of: tensor.layout)
  }
}
