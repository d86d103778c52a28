//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension CheckpointError {
  // MARK: The folder

  static func notAFolder(path: String) -> CheckpointError {
    CheckpointError(
      .notACheckpoint,
      path: path,
      "\(path.quoted) is not a folder; pass the folder that holds config.json and the weights"
    )
  }

  static func noConfiguration(path: String, hint: String?) -> CheckpointError {
    CheckpointError(
      .notACheckpoint,
      path: path,
      "\(path.quoted) is not a checkpoint folder: it has no config.json"
        + (hint.map { "; \($0)" } ?? "")
    )
  }

  static func noWeights(_ code: Code, path: String, hint: String?) -> CheckpointError {
    CheckpointError(
      code,
      path: path,
      "\(path.quoted) has neither model.safetensors nor pytorch_model.bin nor a list of shards, "
        + "model.safetensors.index.json or pytorch_model.bin.index.json"
        + (hint.map { "; \($0)" } ?? "")
    )
  }

  static func noTensors(path: String) -> CheckpointError {
    CheckpointError(.missingWeights, path: path, "the weights in \(path.quoted) hold no tensor")
  }

  static func invalidConfiguration(path: String, problem: String) -> CheckpointError {
    CheckpointError(.invalidConfiguration, path: path, "\(path.quoted) cannot be used: \(problem)")
  }

  // MARK: The list of shards

  static func invalidIndex(
    path: String,
    tensor: String? = nil,
    problem: String
  ) -> CheckpointError {
    CheckpointError(
      .invalidIndex,
      path: path,
      tensor: tensor,
      "\(path.quoted) is no list of shards: \(problem)"
    )
  }

  static func missingShard(path: String, indexName: String) -> CheckpointError {
    CheckpointError(
      .missingShard,
      path: path,
      "the shard \(path.quoted) is missing, which \(indexName.quoted) names; download it again"
    )
  }

  static func notInShard(tensor: String, path: String, indexName: String) -> CheckpointError {
    CheckpointError(
      .indexMismatch,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) is not in \(path.quoted), where \(indexName.quoted) lists it"
    )
  }

  static func notInIndex(
    tensor: String,
    path: String,
    indexName: String,
    listedIn shard: String?
  ) -> CheckpointError {
    CheckpointError(
      .indexMismatch,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) is in \(path.quoted), but \(indexName.quoted) "
        + (shard.map { "lists it in \($0.quoted)" } ?? "does not list it")
    )
  }

  static func inTwoShards(tensor: String, path: String, otherName: String) -> CheckpointError {
    CheckpointError(
      .duplicateTensor,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) is both in \(path.quoted) and in \(otherName.quoted)"
    )
  }

  static func tooMany(_ things: String, limit: Int, path: String) -> CheckpointError {
    CheckpointError(
      .limitExceeded,
      path: path,
      "\(path.quoted) names more than \(limit) \(things), which is the most that is accepted"
    )
  }

  static func nameTooLong(_ name: String, limit: Int, path: String) -> CheckpointError {
    CheckpointError(
      .limitExceeded,
      path: path,
      tensor: name,
      "a tensor name in \(path.quoted) has \(name.utf8.count) bytes, at most \(limit) are "
        + "accepted: \(name.quoted)"
    )
  }

  static func listedTwice(tensor: String, path: String) -> CheckpointError {
    CheckpointError(
      .duplicateTensor,
      path: path,
      tensor: tensor,
      "\(path.quoted) lists \(tensor.quoted) twice"
    )
  }

  static func noTensor(_ name: String, path: String) -> CheckpointError {
    CheckpointError(
      .noSuchTensor,
      path: path,
      tensor: name,
      "\(path.quoted) has no tensor \(name.quoted); inspect --tensors lists those that it has"
    )
  }
}
