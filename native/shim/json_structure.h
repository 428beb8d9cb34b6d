/*
 * Finds where a JSON object or array ends, as JsonStructure.cs does, with instructions that the compiler of the managed
 * code may not assume: 64 bytes of JSON in one register or two, a carry-less product in place of six shifts, and counts of bits.
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
#define JSON_TARGET_256 __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define JSON_TARGET_512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,pclmul,bmi,popcnt")))
#define JSON_INLINE static inline __attribute__((always_inline))

/* Of the codes of { } [ ]: what tells braces from brackets, and what those have that open. */
#define JSON_BRACE_BIT 0x20
#define JSON_OPENING_BIT 0x02

/* A block of text, a bit for each character. */
typedef struct {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t structure; /* the brackets of all four kinds */
    uint64_t braces;    /* of the structure: braces; of other characters: whatever */
    uint64_t opening;   /* of the structure: what opens; of other characters: whatever */
} json_block;

static int json_has_256(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

/* VBMI2 is not used. It tells newer processors from those whose clock slows down while registers of 512 bits are in use. */
static int json_has_512(void) {
    return json_has_256() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
}

int32_t can_find_json_end(void) {
    return json_has_256();
}

JSON_TARGET_256 static inline uint64_t json_mask_256(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

JSON_TARGET_256 static inline uint64_t json_equal_256(__m256i low, __m256i high, char value) {
    __m256i wanted = _mm256_set1_epi8(value);
    return json_mask_256(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

/* With the bit one is the brace of its direction. */
JSON_TARGET_256 static inline __m256i json_structure_256(__m256i bytes) {
    __m256i braces = _mm256_or_si256(bytes, _mm256_set1_epi8(JSON_BRACE_BIT));
    return _mm256_or_si256(_mm256_cmpeq_epi8(braces, _mm256_set1_epi8('{')), _mm256_cmpeq_epi8(braces, _mm256_set1_epi8('}')));
}

JSON_TARGET_256 static inline json_block json_read_256(const uint8_t *text) {
    json_block block;
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));
    block.quotes = json_equal_256(low, high, '"');
    block.backslashes = json_equal_256(low, high, '\\');
    block.structure = json_mask_256(json_structure_256(low), json_structure_256(high));
    /* The mask is of the highest bits. */
    block.braces = json_mask_256(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2));
    block.opening = json_mask_256(_mm256_slli_epi16(low, 6), _mm256_slli_epi16(high, 6));
    return block;
}

JSON_TARGET_512 static inline json_block json_read_512(const uint8_t *text) {
    json_block block;
    __m512i bytes = _mm512_loadu_si512((const void *)text);
    __m512i braces = _mm512_or_si512(bytes, _mm512_set1_epi8(JSON_BRACE_BIT));
    block.quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    block.backslashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    block.structure = _mm512_cmpeq_epi8_mask(braces, _mm512_set1_epi8('{')) | _mm512_cmpeq_epi8_mask(braces, _mm512_set1_epi8('}'));
    block.braces = _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(JSON_BRACE_BIT));
    block.opening = _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(JSON_OPENING_BIT));
    return block;
}

/* The characters that a backslash before them takes the meaning from; a run of backslashes may cross blocks. */
JSON_INLINE uint64_t json_escaped(uint64_t backslashes, uint64_t *carried) {
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
__attribute__((target("pclmul"))) static inline uint64_t json_parity(uint64_t bits) {
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8(-1), 0));
}

/* What has been read, up to the block that comes next. */
typedef struct {
    uint64_t in_string;
    uint64_t escape_carried;
    int64_t braces;
    int64_t brackets;
} json_reader;

/* The place in the block of the first bracket that ends the search; JSON_BLOCK where none does. */
JSON_INLINE int json_step(json_reader *reader, const json_block *block, uint64_t between_quotes) {
    uint64_t strings = reader->in_string ^ between_quotes;
    uint64_t structure = block->structure & ~strings;
    uint64_t opening = structure & block->opening, closing = structure & ~block->opening;
    int64_t closing_braces, closing_brackets;
    reader->in_string = (uint64_t)((int64_t)strings >> 63);
    if (structure == 0) {
        return JSON_BLOCK;
    }
    closing_braces = __builtin_popcountll(closing & block->braces);
    closing_brackets = __builtin_popcountll(closing & ~block->braces);
    if (reader->braces >= closing_braces && reader->brackets >= closing_brackets && reader->braces + reader->brackets > closing_braces + closing_brackets) {
        /* In whatever order they come: all that is closed here was open before, and something stays open. */
        reader->braces += __builtin_popcountll(opening & block->braces) - closing_braces;
        reader->brackets += __builtin_popcountll(opening & ~block->braces) - closing_brackets;
        return JSON_BLOCK;
    }
    for (; structure != 0; structure &= structure - 1) {
        uint64_t bit = structure & -structure;
        int64_t step = (opening & bit) != 0 ? 1 : -1;
        if ((block->braces & bit) != 0) {
            reader->braces += step;
        } else {
            reader->brackets += step;
        }
        /* Both are zero, or one is negative. */
        if ((reader->braces | reader->brackets) <= 0) {
            return __builtin_ctzll(structure);
        }
    }
    return JSON_BLOCK;
}

/* A function that finds the end with blocks that `read` reads. */
#define JSON_FINDER(name, target, read) \
    target static int64_t name(const uint8_t *text, size_t size) { \
        json_reader reader = {0, 0, 0, 0}; \
        uint8_t padded[JSON_BLOCK]; \
        size_t position; \
        for (position = 0; position < size; position += JSON_BLOCK) { \
            json_block block; \
            int found; \
            if (size - position < JSON_BLOCK) { \
                /* Nothing may be read behind the end of the text. */ \
                memset(padded, ' ', sizeof(padded)); \
                memcpy(padded, text + position, size - position); \
                block = read(padded); \
            } else { \
                block = read(text + position); \
            } \
            found = json_step(&reader, &block, json_parity(block.quotes & ~json_escaped(block.backslashes, &reader.escape_carried))); \
            if (found != JSON_BLOCK) { \
                position += (size_t)found; \
                return (reader.braces | reader.brackets) == 0 ? (int64_t)position : JSON_UNBALANCED(position); \
            } \
        } \
        return JSON_TRUNCATED; \
    }

JSON_FINDER(find_json_end_256, JSON_TARGET_256, json_read_256)
JSON_FINDER(find_json_end_512, JSON_TARGET_512, json_read_512)

/*
 * The place of the bracket that closes the one which the text begins with; JSON_UNBALANCED of the first that closes more
 * than was opened of its kind; or JSON_TRUNCATED.
 */
int64_t find_json_end(const uint8_t *text, size_t size) {
    return json_has_512() ? find_json_end_512(text, size) : find_json_end_256(text, size);
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
