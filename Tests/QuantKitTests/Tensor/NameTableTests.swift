//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct NameTableTests {
  @Test
  func findsEveryNameAndNoOther() {
    let names = (0..<1_000).map { "layers.\($0).weight" }
    var table = NameTable()
    for name in names { #expect(table.append(name) { names[$0] } == nil) }
    #expect(table.count == names.count)
    for (position, name) in names.enumerated() {
      #expect(table.position(of: name) { names[$0] } == position)
    }
    #expect(table.position(of: "layers.1000.weight") { names[$0] } == nil)
    #expect(NameTable().position(of: "") { names[$0] } == nil)
  }

  @Test
  func tellsWhereANameIsAlready() {
    // Equal to `String`, and two names all the same.
    let names = ["a", "\u{E9}", "e\u{301}"]
    var table = NameTable()
    for name in names { #expect(table.append(name) { names[$0] } == nil) }
    #expect(table.append("\u{E9}") { names[$0] } == 1)
    #expect(table.append("e\u{301}") { names[$0] } == 2)
    #expect(table.count == 3)
  }
}
