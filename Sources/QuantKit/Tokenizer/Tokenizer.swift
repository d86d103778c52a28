//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns text into the ids of a vocabulary and back, as the tokenizer that a model was trained with
/// does.
///
/// Two kinds of files are known, each with BPE and unigram models: those of SentencePiece
/// (`tokenizer.model`) and `tokenizer.json`. A checkpoint that has both is read from `tokenizer.model`, the original from
/// which such a `tokenizer.json` is derived. Ids equal those of the original libraries, which work
/// on bytes: texts that are canonically equivalent, such as `é` in one and in two characters, have
/// different ids.
public struct Tokenizer: Sendable {
  enum Model: Sendable {
    case sentencePiece(SentencePieceModel)
    case document(TokenizerDocument)
  }

  let model: Model
  /// The pieces of all ids, as the vocabulary writes them.
  let pieces: PieceTable
  /// The tokens that are matched in a text before anything else.
  ///
  /// With SentencePiece only chat formats use them.
  let addedTokens: AddedTokens
  private let specialIDs: Set<Int>
  /// What comes after a text where special tokens are asked for.
  let endingIDs: [Int]

  /// The ids put before a text where its configuration says so, such as a begin token; often empty.
  public let beginningIDs: [Int]

  /// The ids at which generation ends, from `generation_config.json`, else `config.json`, else the
  /// tokenizer's own end token; empty when nothing says so.
  public let endIDs: [Int]

  /// Reads a tokenizer.
  ///
  /// - Parameter files: The files of a checkpoint; what is not among them is not used.
  /// - Throws: `TokenizerError`: `.missing` when there is no vocabulary, `.malformed` for a damaged
  ///   file, and `.unsupported`, with the name of the component, for one that needs what is not
  ///   implemented.
  /// - Complexity: O(bytes of the files).
  public init(files: TokenizerFiles) throws(TokenizerError) {
    let configuration = try TokenizerConfiguration(files: files)
    if let bytes = files["tokenizer.model"] {
      let path = files.location(of: "tokenizer.model")
      let model = try SentencePieceModel(parsing: bytes, path: path)
      try self.init(model, configuration: configuration, path: path)
    } else if let json = try files.json("tokenizer.json") {
      let path = files.location(of: "tokenizer.json")
      let document = try TokenizerDocument(parsing: json, path: path)
      self.init(document, configuration: configuration)
    } else {
      throw .missing(path: files.path)
    }
  }

  private init(
    _ model: SentencePieceModel,
    configuration: TokenizerConfiguration,
    path: String
  ) throws(TokenizerError) {
    let pieces = try Self.extended(model.pieces, with: configuration.addedTokens, path: path)
    var tokens = configuration.addedTokens
    for token in configuration.specialTokens {
      guard let id = pieces.id(of: token.content) else { continue }
      var token = AddedToken(
        id: id,
        content: token.content,
        isSingleWord: token.isSingleWord,
        stripsLeft: token.stripsLeft,
        stripsRight: token.stripsRight
      )
      token.isSpecial = true
      tokens.append(token)
    }
    addedTokens = try AddedTokens(tokens, path: path)
    specialIDs = addedTokens.specialIDs.union(
      model.types.indices.filter { model.types[$0] == .control || model.types[$0] == .unknown }
    )
    let beginningID = configuration.beginningToken.flatMap(pieces.id(of:)) ?? model.beginningID
    let endID = configuration.endToken.flatMap(pieces.id(of:)) ?? model.endID
    // These two classes add the begin token unless the configuration says otherwise.
    let addsByDefault = ["LlamaTokenizer", "LlamaTokenizerFast", "BaichuanTokenizer"]
      .contains(configuration.tokenizerClass)
    beginningIDs =
      configuration.addsBeginningToken ?? addsByDefault ? beginningID.map { [$0] } ?? [] : []
    endingIDs = configuration.addsEndToken == true ? endID.map { [$0] } ?? [] : []
    endIDs = configuration.endIDs ?? endID.map { [$0] } ?? []
    self.model = .sentencePiece(model)
    self.pieces = pieces
  }

  private init(_ document: TokenizerDocument, configuration: TokenizerConfiguration) {
    pieces = document.pieces
    model = .document(document)
    addedTokens = document.addedTokens
    specialIDs = addedTokens.specialIDs
    beginningIDs = document.prefixIDs
    endingIDs = document.suffixIDs
    let endID = configuration.endToken.flatMap(pieces.id(of:))
    endIDs = configuration.endIDs ?? endID.map { [$0] } ?? []
  }

  /// The pieces of a SentencePiece model and behind them the tokens that were added later.
  private static func extended(
    _ pieces: PieceTable,
    with tokens: [AddedToken],
    path: String
  ) throws(TokenizerError) -> PieceTable {
    let added = tokens.filter { $0.id >= pieces.count && !$0.content.isEmpty }
    guard let highest = added.map(\.id).max() else { return pieces }
    guard PieceTable.accepts(count: highest + 1, pieceCount: pieces.count + added.count) else {
      throw .idOutOfProportion(path: path, id: highest, count: pieces.count + added.count)
    }
    var table = PieceTable(count: highest + 1)
    for id in 0..<pieces.count { _ = table.insert(Array(pieces[id]), at: id) }
    for token in added {
      guard !table.contains(token.id), table.insert(Array(token.content.utf8), at: token.id) else {
        throw .duplicateID(path: path, id: token.id, piece: token.content)
      }
    }
    return table
  }

  /// The number of ids, counting those without a piece: the highest id plus 1.
  ///
  /// A model's own vocabulary size can be larger, when its embedding is padded.
  public var vocabularySize: Int { pieces.count }

  /// The piece of an id as the vocabulary writes it, with its own marks for spaces and bytes.
  ///
  /// - Parameter id: Any number.
  /// - Returns: Nil when no piece has the id.
  public func piece(of id: Int) -> String? {
    pieces.contains(id) ? String(decoding: pieces[id], as: UTF8.self) : nil
  }

  /// The id of a piece as the vocabulary writes it.
  ///
  /// - Parameter piece: The piece, compared by its bytes.
  /// - Returns: Nil when the vocabulary has no such piece.
  public func id(of piece: String) -> Int? { pieces.id(of: piece) }

  /// Whether an id stands for a token that controls the model rather than for text.
  public func isSpecial(_ id: Int) -> Bool { specialIDs.contains(id) }
}
