//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ConfigurationReader {
  /// The number of layers.
  func layerCount() throws(ModelError) -> Int {
    try integer("num_hidden_layers", 1...ModelConfiguration.Limit.layerCount)
  }

  /// How many tokens a layer sees, its own included; nil for all.
  ///
  /// - Parameter absent: What holds where the key is absent; null is no window.
  /// - Returns: `sliding_window`.
  /// - Throws: `ModelError` `.badConfiguration`.
  func slidingWindow(absent: Int?) throws(ModelError) -> Int? {
    guard has("sliding_window") else { return absent }
    return try optionalInteger("sliding_window", 1...ModelConfiguration.Limit.contextLength)
  }

  /// Layers that see all tokens, or those of a window where the type of the layer is sliding.
  ///
  /// - Parameters:
  ///   - window: The window in force, if one is.
  ///   - isRotary: Whether each layer rotates.
  ///   - isSliding: The type of a layer where `layer_types` is absent.
  /// - Returns: As many layers as `isRotary` has elements.
  /// - Throws: `ModelError` `.badConfiguration`, also for a sliding layer where there is no window.
  func layers(
    window: Int?,
    isRotary: [Bool],
    isSliding: (_ index: Int) -> Bool
  ) throws(ModelError) -> [ModelConfiguration.Layer] {
    let key = "layer_types"
    let names = "'full_attention' or 'sliding_attention' for each of \(isRotary.count) layers"
    let types = try optionalArray(key, of: names) { value -> Bool? in
      switch value.string {
      case "full_attention": false
      case "sliding_attention": true
      default: nil
      }
    }
    if let types {
      guard types.count == isRotary.count else {
        throw bad(key, found: "with \(types.count) elements", names)
      }
      guard window != nil || !types.contains(true) else {
        throw bad(key, found: "with 'sliding_attention'", "none without a sliding_window in use")
      }
    }
    return isRotary.enumerated().map { index, isRotary in
      let slides = types?[index] ?? isSliding(index)
      return ModelConfiguration.Layer(isRotary: isRotary, window: slides ? window : nil)
    }
  }
}
