//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RecipeTests {
  private static let matrix = [64, 32]

  private static func tensor(
    _ name: String,
    _ dimensions: [Int] = matrix,
    _ elementType: ElementType = .f16
  ) throws -> TensorInfo {
    TensorInfo(
      name: name,
      elementType: elementType,
      shape: try #require(TensorShape(dimensions))
    )
  }

  @Test(
    arguments: [
      "model.layers.0.self_attn.W_pack.weight",
      "model.layers.39.self_attn.o_proj.weight",
      "model.layers.0.mlp.gate_proj.weight",
      "model.layers.0.mlp.up_proj.weight",
      "model.layers.0.mlp.down_proj.weight",
      "model.layers.0.self_attn.q_proj.weight",
      "model.layers.0.self_attn.k_proj.weight",
      "model.layers.0.self_attn.v_proj.weight",
      "q_proj.weight",
      "model.layers.0.self_attn.qkv_proj.weight",  // Fused layers of other families end alike.
      "model.layers.0.mlp.gate_up_proj.weight",
    ]
  )
  func linearLayersTakeTheWidthAskedFor(_ name: String) throws {
    for recipe in Recipe.all {
      #expect(
        try recipe.decision(for: Self.tensor(name), width: .eight) == .quantize(.int8Row)
      )
      #expect(
        try recipe.decision(for: Self.tensor(name), width: .four) == .quantize(.int4Row)
      )
    }
  }

  @Test func compactNormalizesAHeadThatTheModelNormalizes() throws {
    let head = try Self.tensor("lm_head.weight")
    let embedding = try Self.tensor("model.embed_tokens.weight")
    for width in Recipe.Width.allCases {
      func decision(_ recipe: Recipe, _ tensor: TensorInfo) throws -> Recipe.Decision {
        try recipe.decision(for: tensor, width: width, normalizesHead: true)
      }
      #expect(try decision(.compact, head) == .quantize(.int8RowNormalized))
      #expect(try decision(.compact, embedding) == .quantize(.int8Row))
      #expect(try decision(.reference, head).scheme == nil)
    }
  }

  @Test(
    arguments: [
      "model.embed_tokens.weight", "lm_head.weight", "embed_tokens.weight",
      "language_model.lm_head.weight",
    ]
  )
  func vocabularyMatricesAreKeptOrInt8(_ name: String) throws {
    for width in Recipe.Width.allCases {
      #expect(
        try Recipe.reference.decision(for: Self.tensor(name), width: width)
          == .keep(reason: "no rule of recipe 'reference' names it")
      )
      #expect(
        try Recipe.compact.decision(for: Self.tensor(name), width: width) == .quantize(.int8Row)
      )
    }
  }

  @Test(
    arguments: [
      "", "*", ".weight", "q_proj", "q_proj.weight ", "q_proj.weights", "q_proj.weight\0",
      "Q_PROJ.weight", "q_proj.bias", "model.layers.0.self_attn.q_proj.weight.scale",
      "model.layers.0.self_attn.q_norm.weight", "model.layers.0.input_layernorm.weight",
      "model.norm.weight", "model.layers.0.self_attn.rotary_emb.inv_freq",
      "../q_proj/weight", "q_proj.w\u{65}\u{301}ight", "model.embed_tokens.weight.q_proj",
    ]
  )
  func otherNamesAreKept(_ name: String) throws {
    for recipe in Recipe.all {
      for width in Recipe.Width.allCases {
        #expect(
          try recipe.decision(for: Self.tensor(name), width: width)
            == .keep(reason: "no rule of recipe '\(recipe.name)' names it")
        )
      }
    }
  }

  @Test(
    arguments: [
      ([], ElementType.f16, "its rank is 0, rank 2 is needed"),
      ([64], .f16, "its rank is 1, rank 2 is needed"),
      ([2, 4, 8], .f32, "its rank is 3, rank 2 is needed"),
      ([8, 8], .i32, "its type is I32, only F16, BF16 and F32 are quantized"),
      ([8, 8], .f64, "its type is F64, only F16, BF16 and F32 are quantized"),
      ([8, 8], .f8e4m3, "its type is F8_E4M3, only F16, BF16 and F32 are quantized"),
      // Longer rows than can be quantized do no harm in a tensor that is kept.
      ([1, 1 << 30], .i8, "its type is I8, only F16, BF16 and F32 are quantized"),
    ] as [([Int], ElementType, String)]
  )
  func otherKindsAreKeptWithAReason(
    _ dimensions: [Int],
    _ elementType: ElementType,
    _ reason: String
  ) throws {
    let tensor = try Self.tensor("model.layers.0.mlp.up_proj.weight", dimensions, elementType)
    #expect(try Recipe.reference.decision(for: tensor, width: .eight) == .keep(reason: reason))
  }

  @Test(arguments: [[0, 0], [0, 8], [8, 0], [1, QuantizationScheme.columnCountLimit]])
  func emptyAndLongRowsAreQuantized(_ dimensions: [Int]) throws {
    for elementType in [ElementType.f16, .bf16, .f32] {
      let tensor = try Self.tensor("a.o_proj.weight", dimensions, elementType)
      #expect(try Recipe.reference.decision(for: tensor, width: .four) == .quantize(.int4Row))
    }
  }

  @Test func rowsPastTheLimitAreAnErrorThatNamesTheTensor() throws {
    let tensor = try Self.tensor("a.o_proj.weight", [1, QuantizationScheme.columnCountLimit + 1])
    let error = try #require(throws: QuantizationError.self) {
      try Recipe.reference.decision(for: tensor, width: .four)
    }
    #expect(error.code == .rowTooLong)
    #expect(error.tensor == "a.o_proj.weight")
    #expect(
      error.message == """
        cannot quantize tensor 'a.o_proj.weight': its rows have 1048577 weights, at most 1048576 \
        can be quantized
        """
    )
  }

  @Test func recipesAreFoundByName() {
    #expect(Recipe.named("reference") == .reference)
    #expect(Recipe.named("compact") == .compact)
    #expect(Recipe.named("Compact") == nil)
    #expect(Recipe.named("") == nil)
  }
}
