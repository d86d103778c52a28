//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TokenizerDocument {
  /// One stage of the pipeline.
  struct Component {
    let type: String
    /// What it belongs to, such as `normalizer`.
    let stage: String
    let object: ConfigurationObject

    var unsupported: TokenizerError { unsupported("") }

    /// `detail` follows the name of the component.
    func unsupported(_ detail: String) -> TokenizerError {
      .unsupported(path: object.path, component: "\(stage) '\(type)'\(detail)")
    }

    /// The text or the regular expression under a key.
    func pattern(_ key: String) throws(TokenizerError) -> Pattern {
      let description = try object.required(try object.object(key), key)
      if let text = try description.string("Regex") { return try pattern(text: text) }
      let text = try description.required(try description.string("String"), "Regex")
      return try pattern(text: text, isLiteral: true)
    }

    /// A pattern for this component.
    func pattern(text: String, isLiteral: Bool = false) throws(TokenizerError) -> Pattern {
      do throws(PatternError) {
        return isLiteral ? try Pattern(literal: text) : try Pattern(text)
      } catch {
        throw unsupported(" with the pattern '\(text)' (\(error.problem))")
      }
    }

    /// A text of one character.
    func character(_ key: String) throws(TokenizerError) -> [UInt8] {
      let text = try object.required(try object.string(key), key)
      guard text.unicodeScalars.count == 1 else {
        throw .malformed(path: object.path, problem: "'\(object.prefix)\(key)' is no character")
      }
      return Array(text.utf8)
    }
  }

  /// The most components of a stage; published files have up to 5.
  static let componentLimit = 64

  /// The components under a key, every `Sequence` taken apart; empty when there is none.
  static func components(
    _ document: ConfigurationObject,
    stage: String,
    list: String
  ) throws(TokenizerError) -> [Component] {
    guard let object = try document.object(stage) else { return [] }
    var components: [Component] = []
    try append(object, stage: stage, list: list, to: &components)
    return components
  }

  private static func append(
    _ object: ConfigurationObject,
    stage: String,
    list: String,
    to components: inout [Component]
  ) throws(TokenizerError) {
    let type = try object.required(try object.string("type"), "type")
    guard type == "Sequence" else {
      guard components.count < componentLimit else {
        throw .tooMuch(
          path: object.path,
          "components of the \(stage)",
          found: components.count + 1,
          limit: componentLimit
        )
      }
      components.append(Component(type: type, stage: stage, object: object))
      return
    }
    for element in try object.required(try object.objects(list), list) {
      try append(element, stage: stage, list: list, to: &components)
    }
  }
}

extension TextNormalizer {
  /// Reads the `normalizer`.
  init(parsing document: ConfigurationObject) throws(TokenizerError) {
    var steps: [Step] = []
    for component in try TokenizerDocument.components(
      document,
      stage: "normalizer",
      list: "normalizers"
    ) {
      steps.append(try Self.step(component))
    }
    self.steps = steps
  }

  private static func step(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> Step {
    let object = component.object
    if let form = NormalizationForm(rawValue: component.type) { return .form(form) }
    switch component.type {
    case "Lowercase": return .lowercase
    case "StripAccents": return .stripAccents
    case "Prepend":
      return .prepend(Array(try object.required(try object.string("prepend"), "prepend").utf8))
    case "Replace": return .replace(try TextReplacement(component))
    case "Strip":
      return .strip(
        left: try object.bool("strip_left") ?? true,
        right: try object.bool("strip_right") ?? true
      )
    case "Precompiled":
      let key = "precompiled_charsmap"
      let text = try object.required(try object.string(key), key)
      guard let bytes = Base64.decode(text) else {
        throw .malformed(path: object.path, problem: "'\(object.prefix)\(key)' is no Base64")
      }
      return .characterMap(try CharacterMap(parsing: bytes[...], path: object.path))
    default: throw component.unsupported
    }
  }
}

extension TextReplacement {
  fileprivate init(_ component: TokenizerDocument.Component) throws(TokenizerError) {
    pattern = try component.pattern("pattern")
    let object = component.object
    content = Array(try object.required(try object.string("content"), "content").utf8)
  }
}

extension TokenizerDocument.Decoding {
  /// Reads the `decoder`.
  init(parsing document: ConfigurationObject) throws(TokenizerError) {
    let components = try TokenizerDocument.components(document, stage: "decoder", list: "decoders")
    guard let first = components.first else { throw document.missing("decoder") }
    guard first.type != "ByteLevel" || components.count > 1 else {
      self = .byteLevel
      return
    }
    var decoder = PieceDecoder()
    var isFused = false
    for component in components {
      switch component.type {
      case "ByteFallback" where !decoder.joinsBytes && !isFused: decoder.joinsBytes = true
      case "Fuse": isFused = true
      case "Strip" where isFused && decoder.textStrip == nil:
        let strip = try Self.strip(component)
        guard strip.endCount == 0 else { throw component.unsupported(" at the end of a text") }
        decoder.textStrip = strip
      case "Replace", "Metaspace", "Strip":
        guard !isFused else { throw component.unsupported(" after 'Fuse'") }
        let step = try Self.step(component)
        if decoder.joinsBytes {
          decoder.laterSteps.append(step)
        } else {
          decoder.steps.append(step)
        }
      default: throw component.unsupported
      }
    }
    self = .pieces(decoder)
  }

  private static func step(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> PieceDecoder.Step {
    switch component.type {
    case "Replace": .replace(try TextReplacement(component))
    case "Strip": .strip(try strip(component))
    default:
      .unmark(
        mark: try component.character("replacement"),
        dropsFirst: try PreTokenizer.PrefixScheme(component) != .never
      )
    }
  }

  private static func strip(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> PieceDecoder.Strip {
    let object = component.object
    // A count is small; what an id may be is more than enough.
    return PieceDecoder.Strip(
      character: try component.character("content"),
      startCount: try object.required(try object.id("start"), "start"),
      endCount: try object.required(try object.id("stop"), "stop")
    )
  }
}
