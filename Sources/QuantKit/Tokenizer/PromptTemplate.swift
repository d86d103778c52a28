//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the `post_processor` of a `tokenizer.json` puts around a text.
enum PromptTemplate {
  /// The most items that a template may have; published ones have up to 3.
  static let itemLimit = 64
  /// The most ids that a template may add; published ones have up to 3.
  static let idLimit = 64

  /// The ids before and after one text.
  static func ids(
    _ document: ConfigurationObject
  ) throws(TokenizerError) -> (prefix: [Int], suffix: [Int]) {
    var ids: (prefix: [Int], suffix: [Int])?
    for component in try TokenizerDocument.components(
      document,
      stage: "post_processor",
      list: "processors"
    ) where component.type != "ByteLevel" {
      guard component.type == "TemplateProcessing" else { throw component.unsupported }
      // The original takes the parts that a template makes for several texts after that.
      guard ids == nil else { throw component.unsupported(" after another one") }
      ids = try Self.ids(component)
    }
    return ids ?? ([], [])
  }

  private static func ids(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> (prefix: [Int], suffix: [Int]) {
    let object = component.object
    let items = try object.required(try object.objects("single"), "single")
    guard items.count <= itemLimit else {
      throw .tooMuch(
        path: object.path,
        "items of the template",
        found: items.count,
        limit: itemLimit
      )
    }
    let specials = try object.object("special_tokens")
    var parts: [[Int]] = [[]]  // before and after the text
    for item in items {
      guard let token = try item.object("SpecialToken") else {
        let sequence = try item.required(try item.object("Sequence"), "Sequence")
        guard try sequence.string("id") == "A" else {
          throw component.unsupported(" for one text with more than that text")
        }
        parts.append([])
        continue
      }
      let name = try token.required(try token.string("id"), "id")
      let description = try object.required(
        try specials?.object(name),
        "special_tokens.\(name)"
      )
      for id in try description.required(try description.elements("ids"), "ids") {
        parts[parts.count - 1].append(try description.id(id, key: "ids"))
      }
      let idCount = parts.reduce(0) { $0 + $1.count }
      guard idCount <= idLimit else {
        throw .tooMuch(path: object.path, "ids of the template", found: idCount, limit: idLimit)
      }
    }
    guard parts.count == 2 else {
      throw component.unsupported(" that holds the text \(parts.count - 1) times")
    }
    return (parts[0], parts[1])
  }
}
