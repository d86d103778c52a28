//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ModelNameTests {
  @Test(
    arguments: [
      (["architectures": ["BaichuanForCausalLM"], "_name_or_path": "/models/x"], "Baichuan", true),
      (["architectures": ["BaiChuanForCausalLM"]], "Baichuan", true),
      (
        ["architectures": ["LlamaForCausalLM"], "_name_or_path": "org/SmolLM2-135M"],
        "SmolLM2-135M",
        false
      ),
      (["architectures": ["Qwen3ForCausalLM"], "_name_or_path": ""], "Qwen3", false),
      (["architectures": ["Qwen3ForCausalLM"], "_name_or_path": "./"], "Qwen3", false),
      (["_name_or_path": "a\u{1B}[2Jb"], "a\\u{1b}[2Jb", false), ([:], "Model", false),
    ] as [(JSON, String, Bool)]
  )
  func comesFromTheConfiguration(configuration: JSON, text: String, isBaichuan: Bool) {
    let name = ModelName(configuration: configuration)
    #expect(name.text == text)
    #expect(name.isBaichuan == isBaichuan)
  }
}
