//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension RunSession {
  /// The settings of an answer for which none are given, with what the model says: the most tokens, and the
  /// temperature and the shares of a model that samples.
  ///
  /// - Throws: `SessionError` `.badConfiguration`, and what reading generation_config.json throws.
  package func defaultSettings() throws -> GenerationSettings {
    let configuration = try generationConfiguration()
    let options = try GenerationSettings().samplingOptions(configuration: configuration)
    return GenerationSettings(
      maximumTokenCount: try configuration.count("max_new_tokens")
        ?? ChatSession.defaultMaximumTokenCount,
      temperature: options.isSampling ? options.temperature : 0,
      topP: options.isSampling ? options.topP : nil
    )
  }
}
