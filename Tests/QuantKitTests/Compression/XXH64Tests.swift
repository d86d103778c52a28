//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct XXH64Tests {
  /// Byte i is (167 i + 13) mod 256; hashes from the reference implementation.
  @Test(
    arguments: [
      (0, 0xef46_db37_51d8_e999),
      (1, 0x2078_e1ad_38ad_738b),
      (3, 0x634d_95fc_01a1_89cd),
      (4, 0xeed3_4090_8a1a_c6c6),
      (7, 0x0da4_9362_1d6d_c898),
      (8, 0x76f9_16c7_bb52_3126),
      (11, 0x8bea_e4d8_8d35_0b4b),
      (12, 0xfb52_f89a_1dc4_49d2),
      (15, 0x4e1c_333b_057f_b6a4),
      (16, 0x7bbe_ff67_6993_12f6),
      (31, 0x65c5_feb0_1da7_464d),
      (32, 0x7665_c921_c9bf_2ec7),
      (33, 0xb5a9_d9ef_259a_e821),
      (39, 0xe214_8dbb_c5ab_4089),
      (40, 0xc942_02b2_b088_6774),
      (63, 0xb028_9cd9_3240_34f0),
      (64, 0xfff2_525c_99bf_2005),
      (65, 0x01fb_d6d6_ac20_fbaf),
      (100, 0x74e5_02db_362e_fd4c),
      (127, 0x48b9_95c6_6a54_ba1c),
      (128, 0x048a_dd5a_12b8_c247),
      (255, 0xb753_87e1_6b34_7906),
      (256, 0x177c_0fa5_8a1b_0ddb),
      (1000, 0x6264_43c8_029d_0542),
      (4099, 0x14d8_2cbc_0385_cc86),
    ] as [(Int, UInt64)]
  )
  func everyTailLength(byteCount: Int, expected: UInt64) {
    let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 * 167 + 13) }
    #expect(Checksum(of: bytes).value == expected)
  }

  @Test(arguments: [
    ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
    ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
  ])
  func texts(text: String, expected: String) {
    #expect(Checksum(of: Array(text.utf8)).description == expected)
  }

  @Test func unalignedBytesHashAlike() {
    let bytes = (0..<100).map { UInt8($0) }
    for shift in 0..<8 {
      let shifted = [UInt8](repeating: 0xAA, count: shift) + bytes
      let hash = unsafe shifted.withUnsafeBytes {
        unsafe Checksum(of: UnsafeRawBufferPointer(rebasing: $0[shift...]))
      }
      #expect(hash == Checksum(of: bytes))
    }
  }
}
