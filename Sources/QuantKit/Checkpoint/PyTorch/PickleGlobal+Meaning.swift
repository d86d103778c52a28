//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PickleDocument.Global {
  /// What a name stands for where it is one that is known; all others have no meaning.
  enum Meaning {
    case orderedDictionary
    /// Makes a tensor of a storage; the arguments that must be there, and where an element type and
    /// remarks are among them.
    case rebuildTensor(argumentCounts: ClosedRange<Int>, typePosition: Int?, remarksPosition: Int)
    /// Makes a parameter of a tensor, which is its first argument.
    case rebuildParameter(argumentCount: Int)
    /// A storage of elements of a type.
    case storage(ElementType)
    /// A storage of bytes, whose tensors say their type.
    case untypedStorage
    case elementType(ElementType)
  }

  /// What the name stands for, or nil for a name that a file must not ask for.
  var meaning: Meaning? { Self.meanings[description] }

  private static let meanings: [String: Meaning] = {
    var meanings: [String: Meaning] = [
      "collections.OrderedDict": .orderedDictionary,
      "torch._utils._rebuild_tensor":
        .rebuildTensor(argumentCounts: 4...4, typePosition: nil, remarksPosition: 4),
      "torch._utils._rebuild_tensor_v2":
        .rebuildTensor(argumentCounts: 6...7, typePosition: nil, remarksPosition: 6),
      "torch._utils._rebuild_tensor_v3":
        .rebuildTensor(argumentCounts: 7...8, typePosition: 6, remarksPosition: 7),
      "torch._utils._rebuild_parameter": .rebuildParameter(argumentCount: 3),
      "torch._utils._rebuild_parameter_with_state": .rebuildParameter(argumentCount: 4),
      "torch.storage.UntypedStorage": .untypedStorage,
    ]
    let storages: [(String, ElementType)] = [
      ("Half", .f16), ("BFloat16", .bf16), ("Float", .f32), ("Double", .f64), ("Char", .i8),
      ("Short", .i16), ("Int", .i32), ("Long", .i64), ("Byte", .u8), ("Bool", .bool),
    ]
    for (name, type) in storages { meanings["torch.\(name)Storage"] = .storage(type) }
    let types: [(String, ElementType)] = [
      ("float16", .f16), ("bfloat16", .bf16), ("float32", .f32), ("float64", .f64), ("int8", .i8),
      ("int16", .i16), ("int32", .i32), ("int64", .i64), ("uint8", .u8), ("uint16", .u16),
      ("uint32", .u32), ("uint64", .u64), ("bool", .bool), ("float8_e4m3fn", .f8e4m3),
      ("float8_e5m2", .f8e5m2),
    ]
    for (name, type) in types { meanings["torch.\(name)"] = .elementType(type) }
    return meanings
  }()
}
