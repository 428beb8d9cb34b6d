/*
 * The search for the end of a JSON value with the processor's own instructions (native/shim/json_structure.h) against one
 * that looks at each character: what they find must be the same for every text, and nothing may be read behind its end.
 */
#include "harness.h"

#include "../../native/shim/json_structure.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int64_t find_slowly(const uint8_t *text, size_t size) {
    int64_t braces = 0, brackets = 0;
    int in_string = 0, is_escaped = 0;
    for (size_t i = 0; i < size; i++) {
        int was_escaped = is_escaped;
        is_escaped = text[i] == '\\' && !was_escaped;
        if (text[i] == '"' && !was_escaped) {
            in_string = !in_string;
        } else if (!in_string && strchr("{}[]", text[i]) != NULL && text[i] != 0) {
            int64_t *depth = text[i] == '{' || text[i] == '}' ? &braces : &brackets;
            *depth += text[i] == '{' || text[i] == '[' ? 1 : -1;
            if (braces < 0 || brackets < 0) {
                return JSON_UNBALANCED(i);
            }
            if (braces == 0 && brackets == 0) {
                return (int64_t)i;
            }
        }
    }
    return JSON_TRUNCATED;
}

static uint64_t state = 20260101;

static unsigned below(unsigned limit) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(state >> 33) % limit;
}

/* Whether all that this processor can run agree on a text that ends where memory ends. */
static int agrees(uint8_t *end, const uint8_t *text, size_t size) {
    uint8_t *place = end - size;
    memcpy(place, text, size);
    int64_t found = find_slowly(place, size);
#if defined(__x86_64__)
    if (json_has_512() && find_json_end_512(place, size) != found) {
        return 0;
    }
    if (find_json_end_256(place, size) != found) {
        return 0;
    }
#endif
    return find_json_end(place, size) == found;
}

/* Texts of one kind: the characters are drawn from `set`, whose last is by far the most frequent. */
static void try_texts(uint8_t *end, const char *set, size_t set_size, unsigned frequent, int rounds, size_t longest) {
    uint8_t text[1024];
    int bad = 0;
    for (int round = 0; round < rounds; round++) {
        size_t size = 1 + below((unsigned)longest);
        text[0] = below(2) ? '{' : '[';
        for (size_t i = 1; i < size; i++) {
            text[i] = (uint8_t)(below(frequent) ? set[set_size - 1] : set[below((unsigned)set_size)]);
        }
        bad += !agrees(end, text, size);
    }
    CHECK(bad == 0);
}

/* Nothing but brackets: of what is closed in a block, some was opened there and some before, of one kind or of both. */
static void try_brackets(uint8_t *end, int rounds) {
    uint8_t text[400];
    int bad = 0;
    for (int round = 0; round < rounds; round++) {
        size_t opened = 1 + below(130), size = opened + below(200);
        for (size_t i = 0; i < size; i++) {
            text[i] = (uint8_t) "{[}]"[below(i < opened ? 2 : 4)];
        }
        bad += !agrees(end, text, size);
    }
    CHECK(bad == 0);
}

int main(void) {
    static const char structure[] = "{}[]\"\\, x";
    static const char strings[] = "\"\\\"\\{}a";
    static const char every[] = "{}[]\"\\,:0a_yY{|}~\x7f\xc3\xa9\t\n\0[\\]Z^";
    long page = sysconf(_SC_PAGESIZE);
    uint8_t *pages = mmap(NULL, 2 * (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t *end = pages + page;
    CHECK(pages != MAP_FAILED && mprotect(end, (size_t)page, PROT_NONE) == 0);
    if (!can_find_json_end()) {
        /* The library does not use it here either. */
        CHECK(find_json_end((const uint8_t *)"", 0) == JSON_TRUNCATED);
        return finish();
    }

    CHECK(find_json_end((const uint8_t *)"", 0) == JSON_TRUNCATED);
    CHECK(find_json_end((const uint8_t *)"{}", 2) == 1);
    CHECK(find_json_end((const uint8_t *)"{\"a\":\"}\\\"}\"} ", 13) == 11);
    CHECK(find_json_end((const uint8_t *)"[}", 2) == JSON_UNBALANCED(1));

    for (unsigned frequent = 1; frequent <= 64; frequent *= 4) {
        try_texts(end, structure, sizeof(structure) - 1, frequent, 20000, 300);
        try_texts(end, strings, sizeof(strings) - 1, frequent, 20000, 300);
        try_texts(end, every, sizeof(every) - 1, frequent, 20000, 700);
    }

    try_brackets(end, 50000);

    /* Runs of backslashes of every length at every place around the borders of blocks, within a string and outside. */
    for (size_t start = 40; start < 140; start++) {
        int bad = 0;
        for (size_t length = 0; length <= 130; length++) {
            uint8_t text[512];
            size_t size = start + length + 8;
            memset(text, 'a', sizeof(text));
            memcpy(text, "{\"", 2);
            memset(text + start, '\\', length);
            memcpy(text + start + length, "\"}]\"}{}", 7);
            bad += !agrees(end, text, size);
            text[1] = ' ';
            bad += !agrees(end, text, size);
        }
        CHECK(bad == 0);
    }
    return finish();
}
