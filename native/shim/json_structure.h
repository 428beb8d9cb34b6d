/*
 * Finds where a JSON object or array ends, as JsonStructure.cs does, with instructions that the compiler of the managed
 * code may not assume: 64 bytes of JSON in two registers, and a carry-less product in place of six shifts.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_JSON_STRUCTURE_H
#define PULSE_JSON_STRUCTURE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What find_json_end() returns for a text that ends too early; less than that for brackets that do not match. */
#define JSON_TRUNCATED (-1)
#define JSON_UNBALANCED(place) (-2 - (int64_t)(place))

int32_t can_find_json_end(void);
int64_t find_json_end(const uint8_t *text, size_t size);

#if defined(__x86_64__)
#include <immintrin.h>

#define JSON_BLOCK 64
#define JSON_TARGET __attribute__((target("avx2,pclmul,bmi")))

/* Of the codes of { } [ ]: what tells braces from brackets, and what those have that open. */
#define JSON_BRACE_BIT 0x20
#define JSON_OPENING_BIT 0x02

int32_t can_find_json_end(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi");
}

JSON_TARGET static inline uint64_t json_mask(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

JSON_TARGET static inline uint64_t json_equal(__m256i low, __m256i high, char value) {
    __m256i wanted = _mm256_set1_epi8(value);
    return json_mask(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

/* The brackets of all four kinds: with the bit one is the brace of its direction. */
JSON_TARGET static inline __m256i json_brackets(__m256i bytes) {
    __m256i braces = _mm256_or_si256(bytes, _mm256_set1_epi8(JSON_BRACE_BIT));
    return _mm256_or_si256(_mm256_cmpeq_epi8(braces, _mm256_set1_epi8('{')), _mm256_cmpeq_epi8(braces, _mm256_set1_epi8('}')));
}

/* The characters that a backslash before them takes the meaning from; a run of backslashes may cross blocks. */
static inline uint64_t json_escaped(uint64_t backslashes, uint64_t *carried) {
    const uint64_t even = 0x5555555555555555;
    uint64_t following, odd_starts, even_sequences;
    if (backslashes == 0) {
        uint64_t first = *carried;
        *carried = 0;
        return first;
    }
    backslashes &= ~*carried;
    following = backslashes << 1 | *carried;
    odd_starts = backslashes & ~even & ~following;
    even_sequences = odd_starts + backslashes;
    *carried = even_sequences < odd_starts;
    return (even ^ even_sequences << 1) & following;
}

/* Bit n of the result is the parity of bits 0 to n: between quotes all ones. */
JSON_TARGET static inline uint64_t json_parity(uint64_t bits) {
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8(-1), 0));
}

/*
 * The place of the bracket that closes the one which the text begins with; JSON_UNBALANCED of the first that closes more
 * than was opened of its kind; or JSON_TRUNCATED.
 */
JSON_TARGET int64_t find_json_end(const uint8_t *text, size_t size) {
    uint64_t in_string = 0, escape_carried = 0;
    int64_t braces = 0, brackets = 0;
    uint8_t padded[JSON_BLOCK];
    size_t position;
    for (position = 0; position < size; position += JSON_BLOCK) {
        const uint8_t *block = text + position;
        __m256i low, high;
        uint64_t strings, structure;
        if (size - position < JSON_BLOCK) {
            /* Nothing may be read behind the end of the text. */
            memset(padded, ' ', sizeof(padded));
            memcpy(padded, block, size - position);
            block = padded;
        }
        low = _mm256_loadu_si256((const __m256i *)(const void *)block);
        high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
        strings = in_string ^ json_parity(json_equal(low, high, '"') & ~json_escaped(json_equal(low, high, '\\'), &escape_carried));
        in_string = (uint64_t)((int64_t)strings >> 63);
        for (structure = json_mask(json_brackets(low), json_brackets(high)) & ~strings; structure != 0; structure &= structure - 1) {
            size_t place = position + (size_t)__builtin_ctzll(structure);
            int64_t step = (text[place] & JSON_OPENING_BIT) - 1;
            if ((text[place] & JSON_BRACE_BIT) != 0) {
                braces += step;
            } else {
                brackets += step;
            }
            /* Both are zero, or one is negative. */
            if ((braces | brackets) <= 0) {
                return (braces | brackets) == 0 ? (int64_t)place : JSON_UNBALANCED(place);
            }
        }
    }
    return JSON_TRUNCATED;
}
#else
int32_t can_find_json_end(void) {
    return 0;
}

int64_t find_json_end(const uint8_t *text, size_t size) {
    (void)text;
    (void)size;
    return JSON_TRUNCATED;
}
#endif

#endif
