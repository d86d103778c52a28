//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension InterruptedWork {
  /// What becomes of it now.
  func note(isResuming: Bool) -> String {
    let what = "\(finished) in '\(partialPath)'"
    guard isResuming else {
      let hint = obstacle == nil ? "; --resume would have gone on with it" : ""
      return "an interrupted run left \(what), which is replaced\(hint)"
    }
    return obstacle == nil ? "going on with \(what)" : "an interrupted run left \(what)"
  }

  /// What to do after a run that left it.
  var invitation: String {
    "\(finished) are kept in '\(partialPath)'; the same command with --resume goes on"
  }

  private var finished: String {
    "\(Quantities.grouped(finishedTensorCount)) of \(Quantities.counted(tensorCount, "tensor"))"
  }
}
