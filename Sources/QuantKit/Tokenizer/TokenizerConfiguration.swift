//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the small files beside a vocabulary say about its use.
///
/// `tokenizer_config.json` goes before `special_tokens_map.json`, and `generation_config.json`
/// before `config.json`, as in the libraries that read them.
struct TokenizerConfiguration: Sendable {
  /// The most tokens under `additional_special_tokens`; published files have up to some hundreds.
  static let additionalLimit = 1 << 12

  /// The class that the files were written for, such as `LlamaTokenizer`.
  var tokenizerClass: String?
  /// Whether a text begins with the begin token; nil when the files do not say.
  var addsBeginningToken: Bool?
  /// Whether a text ends with the end token; nil when the files do not say.
  var addsEndToken: Bool?
  /// `bos_token`, `eos_token`, `unk_token` and `pad_token` where the files have them.
  var namedTokens: [String: String] = [:]
  /// Whether SentencePiece puts a dummy prefix behind every special token; nil when the files do not
  /// say.
  var isLegacy: Bool?
  /// All tokens with a special role, in the order of the files, each once.
  var specialTokens: [AddedToken] = []
  /// The tokens that come with an id of their own.
  var addedTokens: [AddedToken] = []
  /// The ids at which generation ends; nil when the files do not say.
  var endIDs: [Int]?
  /// The begin id of the model's configuration.
  var beginningID: Int?

  var beginningToken: String? { namedTokens["bos_token"] }
  var endToken: String? { namedTokens["eos_token"] }

  init(files: TokenizerFiles) throws(TokenizerError) {
    for name in ["special_tokens_map.json", "tokenizer_config.json"] {
      guard let json = try files.json(name) else { continue }
      try read(ConfigurationObject(json, path: files.location(of: name)))
    }
    if let json = try files.json("added_tokens.json") {
      try readAddedTokens(
        ConfigurationObject(json, path: files.location(of: "added_tokens.json"))
      )
    }
    specialTokens = Self.lastOfEach(specialTokens)
    for name in ["generation_config.json", "config.json"] {
      guard let json = try files.json(name) else { continue }
      let object = try ConfigurationObject(json, path: files.location(of: name))
      if endIDs == nil { endIDs = try Self.ids(object, key: "eos_token_id") }
      if beginningID == nil { beginningID = try Self.ids(object, key: "bos_token_id")?.first }
    }
  }

  private mutating func read(_ object: ConfigurationObject) throws(TokenizerError) {
    tokenizerClass = try object.string("tokenizer_class") ?? tokenizerClass
    addsBeginningToken = try object.bool("add_bos_token") ?? addsBeginningToken
    addsEndToken = try object.bool("add_eos_token") ?? addsEndToken
    isLegacy = try object.bool("legacy") ?? isLegacy
    for key in ["bos_token", "eos_token", "unk_token", "pad_token"] {
      guard let value = object[key] else { continue }
      let token = try Self.specialToken(value, key: key, of: object)
      namedTokens[key] = token.content
      specialTokens.append(token)
    }
    let additional = object["additional_special_tokens"]?.elements ?? []
    guard additional.count <= Self.additionalLimit else {
      throw .tooMuch(
        path: object.path,
        "number of additional_special_tokens",
        found: additional.count,
        limit: Self.additionalLimit
      )
    }
    for value in additional {
      specialTokens.append(
        try Self.specialToken(value, key: "additional_special_tokens", of: object)
      )
    }
    guard let decoder = try object.object("added_tokens_decoder") else { return }
    for member in decoder.members {
      let description = try decoder.object(member.value, key: member.key)
      let id = try decoder.id(Int(member.key).map { .integer($0) } ?? .null, key: member.key)
      let isSpecial = try description.bool("special") ?? false
      addedTokens.append(try Self.token(description, id: id, isSpecial: isSpecial))
    }
  }

  private mutating func readAddedTokens(_ object: ConfigurationObject) throws(TokenizerError) {
    let knownIDs = Set(addedTokens.map(\.id))
    for member in object.members {
      let id = try object.id(member.value, key: member.key)
      if knownIDs.contains(id) { continue }
      addedTokens.append(AddedToken(id: id, content: member.key))
    }
  }

  /// The tokens in their order, of those with one content the last.
  private static func lastOfEach(_ tokens: [AddedToken]) -> [AddedToken] {
    var known: Set<String.UTF8Key> = []
    return tokens.reversed().filter { known.insert(String.UTF8Key($0.content)).inserted }.reversed()
  }

  /// A token as text, or as an object with the ways to match it; its id is not known here.
  private static func specialToken(
    _ value: JSON,
    key: String,
    of object: ConfigurationObject
  ) throws(TokenizerError) -> AddedToken {
    if let content = value.string { return AddedToken(id: -1, content: content, isSpecial: true) }
    return try token(object.object(value, key: key), id: -1, isSpecial: true)
  }

  private static func token(
    _ description: ConfigurationObject,
    id: Int,
    isSpecial: Bool
  ) throws(TokenizerError) -> AddedToken {
    AddedToken(
      id: id,
      content: try description.required(try description.string("content"), "content"),
      isSingleWord: try description.bool("single_word") ?? false,
      stripsLeft: try description.bool("lstrip") ?? false,
      stripsRight: try description.bool("rstrip") ?? false,
      isSpecial: isSpecial
    )
  }

  /// One id or a list of them.
  private static func ids(
    _ object: ConfigurationObject,
    key: String
  ) throws(TokenizerError) -> [Int]? {
    guard let value = object[key] else { return nil }
    guard let elements = value.elements else { return [try object.id(value, key: key)] }
    var ids: [Int] = []
    for element in elements { ids.append(try object.id(element, key: key)) }
    return ids
  }
}
