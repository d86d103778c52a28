//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A parser, fed with bytes that nobody vouches for.
package struct FuzzTarget {
  /// What one of the two runners calls it by.
  package let name: String
  /// Inputs that the parser accepts, to be changed.
  let seeds: [[UInt8]]
  /// Texts that mean something to the parser, to be put in.
  var tokens: [String] = []
  /// Mends what would end the parsing of a changed input early, such as checksums.
  var repair: (inout [UInt8]) -> Void = { _ in }
  /// Parses an input and uses what comes out.
  ///
  /// Errors are what hostile input is meant to end in and are passed over; everything else that ends it,
  /// a trap or memory read out of bounds, ends the process.
  let body: ([UInt8]) throws -> Void

  /// Parses an input; whether it is accepted.
  func run(_ input: [UInt8]) -> Bool { (try? body(input)) != nil }
}

extension FuzzTarget {
  /// The most bytes that an input may have allocated at a time.
  ///
  /// The largest piece that a few bytes may ask for, since zeros compress well, is a side file of a `.qkit`
  /// file: 64 MiB, and a copy while it grows. What is parsed takes a multiple of its text.
  package static func allocationLimit(inputByteCount: Int) -> Int {
    160 << 20 + 1024 * inputByteCount
  }

  /// The most seconds of the processor that an input may take, with the address sanitizer.
  package static let secondLimit = 1.0
}

extension FuzzTarget {
  /// Every parser of files that come from strangers.
  ///
  /// - Parameters:
  ///   - fixtures: The folder of the tests' golden files.
  ///   - scratch: A folder for files that parsers open by path.
  /// - Returns: The targets, in the order in which they are listed.
  /// - Throws: `FileError` when a seed cannot be read, and what making seeds throws.
  package static func all(fixtures: String, scratch: String) throws -> [FuzzTarget] {
    let fixtures = FixtureFolder(path: fixtures)
    let file = try ScratchFile(folder: scratch)
    return try jsonTargets(fixtures) + checkpointTargets(fixtures, file)
      + pyTorchTargets(fixtures, file)
      + modelTargets(fixtures) + tokenizerTargets(fixtures) + templateTargets(fixtures)
      + textTargets(fixtures) + containerTargets(fixtures, file)
  }
}
