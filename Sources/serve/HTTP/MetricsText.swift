//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal

/// Metrics in the text format of Prometheus, version 0.0.4.
struct MetricsText {
  /// The type of the response.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// What a metric does.
  enum Kind: String {
    /// It only grows.
    case counter
    /// It goes up and down.
    case gauge
  }

  /// A value with the labels that tell it from others of its metric.
  struct Sample {
    var labels: KeyValuePairs<String, String> = [:]
    let value: Double
  }

  private(set) var text = ""

  /// Adds a metric.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - help: What it counts, one line.
  ///   - kind: What it does.
  ///   - samples: Its values; where there are none, the metric is left out.
  mutating func add(_ name: String, _ help: String, _ kind: Kind, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
      let value =
        sample.value == sample.value.rounded() && sample.value.magnitude < 9e15
        ? String(Int(sample.value)) : sample.value.description
      text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
    }
  }

  private static func escaped(_ label: String) -> String {
    var result = ""
    for character in label {
      switch character {
      case "\\": result += #"\\"#
      case "\"": result += #"\""#
      case "\n": result += #"\n"#
      default: result.append(character)
      }
    }
    return result
  }
}
