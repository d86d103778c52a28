//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird

/// What goes with a request on its way to the answer.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// What is noted about it.
  let record = RequestRecord()

  init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }
}
