//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a `tokenizer.json` describes.
///
/// The file is a pipeline of named components. Those of byte-level BPE are known here; any other,
/// and any option of a known one that would change the ids, is refused by name.
struct TokenizerDocument {
  let model: ByteLevelModel
  let addedTokens: AddedTokens
  /// The most items that a template may have; published ones have up to 3.
  static let templateLimit = 64

  /// What the post-processor puts before and after a text.
  let prefixIDs: [Int]
  let suffixIDs: [Int]

  init(parsing json: JSON, path: String) throws(TokenizerError) {
    let document = try ConfigurationObject(json, path: path)
    let composes = try Self.composes(document)
    let added = try Self.addedTokens(document)
    let description = try document.required(try document.object("model"), "model")
    model = try ByteLevelModel(
      parsing: description,
      addedTokens: added,
      composes: composes,
      preTokenizer: try PreTokenizer(parsing: document)
    )
    addedTokens = try AddedTokens(added, path: path) {
      composes ? CanonicalComposition.compose($0) : $0
    }
    try Self.checkDecoder(document)
    (prefixIDs, suffixIDs) = try Self.template(document)
  }

  /// Whether text is brought into NFC, the only normalizer known.
  private static func composes(_ document: ConfigurationObject) throws(TokenizerError) -> Bool {
    let normalizers = try components(document, key: "normalizer", list: "normalizers")
    for normalizer in normalizers where normalizer.type != "NFC" {
      throw unsupported(normalizer, "normalizer")
    }
    return !normalizers.isEmpty
  }

  private static func addedTokens(
    _ document: ConfigurationObject
  ) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for description in try document.objects("added_tokens") ?? [] {
      let content = try description.required(try description.string("content"), "content")
      tokens.append(
        AddedToken(
          id: try description.required(try description.id("id"), "id"),
          content: content,
          isSingleWord: try description.bool("single_word") ?? false,
          stripsLeft: try description.bool("lstrip") ?? false,
          stripsRight: try description.bool("rstrip") ?? false,
          isNormalized: try description.bool("normalized") ?? true,
          isSpecial: try description.bool("special") ?? false
        )
      )
    }
    return tokens
  }

  private static func checkDecoder(_ document: ConfigurationObject) throws(TokenizerError) {
    let decoders = try components(document, key: "decoder", list: "decoders")
    guard decoders.map(\.type) == ["ByteLevel"] else {
      guard let decoder = decoders.first(where: { $0.type != "ByteLevel" }) else {
        throw document.missing("decoder")
      }
      throw unsupported(decoder, "decoder")
    }
  }

  /// The ids that the template for one text has before and after the text.
  private static func template(
    _ document: ConfigurationObject
  ) throws(TokenizerError) -> (prefix: [Int], suffix: [Int]) {
    var prefix: [Int] = []
    var suffix: [Int] = []
    let processors = try components(document, key: "post_processor", list: "processors")
    for processor in processors where processor.type != "ByteLevel" {
      guard processor.type == "TemplateProcessing" else {
        throw unsupported(processor, "post_processor")
      }
      let object = processor.object
      let specials = try object.object("special_tokens")
      var isAfterText = false
      let items = try object.required(try object.objects("single"), "single")
      guard items.count <= templateLimit else {
        throw .tooMuch(
          path: object.path,
          "items of the template",
          found: items.count,
          limit: templateLimit
        )
      }
      for item in items {
        guard let token = try item.object("SpecialToken") else {
          isAfterText = true
          continue
        }
        let name = try token.required(try token.string("id"), "id")
        let description = try object.required(
          try specials?.object(name),
          "special_tokens.\(name)"
        )
        for id in try description.required(try description.elements("ids"), "ids") {
          let id = try description.id(id, key: "ids")
          if isAfterText { suffix.append(id) } else { prefix.append(id) }
        }
      }
    }
    return (prefix, suffix)
  }
}

extension TokenizerDocument {
  /// One stage of the pipeline.
  struct Component {
    let type: String
    let object: ConfigurationObject
  }

  /// The components under a key, `Sequence` taken apart; empty when there is none.
  static func components(
    _ document: ConfigurationObject,
    key: String,
    list: String
  ) throws(TokenizerError) -> [Component] {
    guard let object = try document.object(key) else { return [] }
    let component = try component(object)
    guard component.type == "Sequence" else { return [component] }
    var components: [Component] = []
    for element in try object.required(try object.objects(list), list) {
      components.append(try Self.component(element))
    }
    return components
  }

  private static func component(
    _ object: ConfigurationObject
  ) throws(TokenizerError) -> Component {
    Component(type: try object.required(try object.string("type"), "type"), object: object)
  }

  static func unsupported(_ component: Component, _ stage: String) -> TokenizerError {
    .unsupported(path: component.object.path, component: "\(stage) '\(component.type)'")
  }
}

extension PreTokenizer {
  /// Reads the `pre_tokenizer`, which must end in `ByteLevel`.
  init(parsing document: ConfigurationObject) throws(TokenizerError) {
    var steps: [Step] = []
    let stage = "pre_tokenizer"
    let components = try TokenizerDocument.components(document, key: stage, list: "pretokenizers")
    guard let last = components.last else { throw document.missing(stage) }
    for component in components.dropLast() {
      switch component.type {
      case "Digits":
        steps.append(.digits(individually: try component.object.bool("individual_digits") ?? false))
      case "Split":
        steps.append(.words(try Self.splitPattern(component.object)))
      default:
        throw TokenizerDocument.unsupported(component, stage)
      }
    }
    guard last.type == "ByteLevel" else {
      throw TokenizerDocument.unsupported(last, "last \(stage)")
    }
    if try last.object.bool("add_prefix_space") ?? true { steps.append(.prefixSpace) }
    if try last.object.bool("use_regex") ?? true { steps.append(.words(.gpt2)) }
    self.steps = steps
  }

  private static func splitPattern(
    _ split: ConfigurationObject
  ) throws(TokenizerError) -> WordPattern {
    let behavior = try split.string("behavior") ?? ""
    guard behavior == "Isolated" else {
      throw .unsupported(path: split.path, component: "pre_tokenizer Split behavior '\(behavior)'")
    }
    guard try split.bool("invert") != true else {
      throw .unsupported(path: split.path, component: "pre_tokenizer Split option 'invert'")
    }
    let description = try split.required(try split.object("pattern"), "pattern")
    guard let text = try description.string("Regex") else {
      throw .unsupported(path: split.path, component: "pre_tokenizer Split by a plain string")
    }
    guard let pattern = WordPattern(text: text) else {
      throw .unsupported(path: split.path, component: "pre_tokenizer Split pattern '\(text)'")
    }
    return pattern
  }
}
