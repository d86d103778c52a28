//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// What the matrix products and the parts that a target writes for itself share. For inclusion in a file that
// sets the target with a pragma.

#ifndef CQUANTKERNELS_MATMUL_TILE_H
#define CQUANTKERNELS_MATMUL_TILE_H

#include "lanes.h"
#include "word_order.h"

/// The most rows or tokens of a tile.
enum { tile_limit = 8 };

/// Codes are read in units of so many bytes.
enum { unit_bytes = 64 };

/// The vectors of activations that a unit of codes belongs to.
INLINE int vectors_per_unit(const int format) { return format == cquantkit_weight_i4 ? 2 : 1; }

/// The bytes that `count` elements take up, for a count that ends a row.
INLINE size_t element_bytes(const int format, size_t count) {
    switch (format) {
    case cquantkit_weight_f32: return count * 4;
    case cquantkit_weight_f16:
    case cquantkit_weight_bf16: return count * 2;
    case cquantkit_weight_i8: return count;
    default: return (count + 7) / 8 * 4;
    }
}

/// The columns of a unit of codes.
INLINE size_t columns_per_unit(const int format) {
    return (size_t)vectors_per_unit(format) * cquantkit_activation_vector;
}

/// One group of columns of a tile: some rows of codes, some tokens of activations.
struct group {
    const uint8_t *rows;   // the first row's codes
    size_t row_stride;     // in bytes
    size_t column_count;   // of the group
    size_t lookahead;      // how far behind these the codes stand that are needed soon
    const int8_t *codes;   // the first token's, and so below
    size_t code_stride;
    const float *scales;
    const int32_t *code_sums;
    size_t lane_stride;    // of scales and sums
    // Where groups of columns have scales:
    struct block block;
    const uint16_t *weight_scales;  // the first row's, from that of the first of these columns on
    size_t weight_scale_stride;     // from row to row
    size_t lanes_per_scale;
};

/// How many units of a group may be read whole, `is_whole` where it has all its columns.
INLINE size_t unit_count(
    const int format, const int has_groups, const int is_whole, const struct group *group
) {
    if (is_whole) return cquantkit_activation_group / columns_per_unit(format);
    if (has_groups) return (size_t)1 << group->block.shift;
    return element_bytes(format, group->column_count) / unit_bytes;
}

/// Where a unit of codes begins, from the first of the group.
INLINE size_t unit_offset(
    const int has_groups, const int is_whole, const struct group *group, size_t unit
) {
    return has_groups && !is_whole ? 4 * unit_start(group->block, unit) : unit_bytes * unit;
}

/// The bytes of a last unit of which no more may be read, or 0.
INLINE size_t rest_of_units(
    const int format, const int has_groups, const int is_whole, const struct group *group
) {
    return has_groups || is_whole ? 0 : element_bytes(format, group->column_count) % unit_bytes;
}

/// The weights' scales of the lanes of a row of a tile. Lanes without columns, whose products are 0, may have
/// that of another row.
INLINE lanes_f32 weight_scales(const struct group *group, int row) {
    typedef uint16_t eight __attribute__((vector_size(16)));
    eight bits;
    memcpy(&bits, group->weight_scales + row * group->weight_scale_stride, sizeof bits);
    // Only the first eight become scales.
    const lanes_f32 s = lanes_from_f16(
        __builtin_shufflevector(bits, bits, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7));
    switch (group->lanes_per_scale) {
    case 2: return __builtin_shufflevector(s, s, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    case 4: return __builtin_shufflevector(s, s, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    case 8: return __builtin_shufflevector(s, s, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    default: return __builtin_shufflevector(s, s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

/// The distance in bytes at which to fetch ahead of a tile of so many bytes: the tiles of a product follow each
/// other in memory, but rows are too short and too many at once for processors to foresee that. A multiple of
/// the tile, so that every row fetches for a row.
INLINE size_t lookahead(size_t tile_bytes) {
    enum { distance = 4096 };
    return tile_bytes == 0 ? 0 : (distance + tile_bytes - 1) / tile_bytes * tile_bytes;
}

#endif
