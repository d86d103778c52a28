//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

/// A model that is served, under the name that clients know it by.
struct ServedModel: Sendable {
  let name: String
  let engine: CompletionEngine
  /// The settings of a reply to a request that has none.
  let defaults: GenerationSettings
  /// When it was loaded, in seconds since 1970.
  let creationTime: Int

  /// Loads a model and shows how far it is.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file or a checkpoint folder.
  ///   - name: The name for clients.
  ///   - computation: How to compute.
  ///   - options: How many requests to answer at a time.
  ///   - cancellation: Looked at between tensors.
  /// - Throws: What loading the model and starting its engine throws.
  init(
    path: String,
    name: String,
    computation: ModelOptions,
    options: EngineOptions,
    cancellation: Cancellation
  ) throws {
    self.name = name
    let bar = ProgressBar(label: "loading \(name.printable)", unit: .bytes)
    let session = try computation.session(path: path, cancellation: cancellation) {
      bar.update($0, of: $1)
    }
    bar.finish()
    defaults = try session.defaultSettings()
    engine = try CompletionEngine(session, options: options)
    creationTime = WallClock.secondsSince1970
  }

  var listing: ModelListing {
    ModelListing(
      name: name,
      creationTime: creationTime,
      contextLength: engine.contextLength
    )
  }

  /// The names of models: the last parts of their paths, without the ending of quantized files, told apart by
  /// numbers where they are the same.
  static func names(ofPaths paths: [String]) -> [String] {
    var names: [String] = []
    for path in paths {
      let ending = ".qkit"
      var name = Path.lastComponent(of: path)
      if name.hasSuffix(ending) { name.removeLast(ending.count) }
      if !Path.isPlainName(name) { name = "model" }
      names.append(names.contains(name) ? "\(name)-\(names.count + 1)" : name)
    }
    return names
  }
}
