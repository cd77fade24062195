/*
 * UTF-8: decoding, checking and encoding against Table 3-7 of the Unicode standard, which lists the ranges
 * of well-formed byte sequences, for all sequences of up to three bytes and all leads and edges of four.
 */
#include "base/text.h"
#include "unit.h"

#include <sys/mman.h>
#include <unistd.h>

/* ------------------------------------------------------------------ the oracle */

struct well_formed {
    unsigned first, last;          /* characters */
    unsigned char low[4], high[4]; /* of each byte */
    size_t bytes;
};

/* Table 3-7 as it is printed, row by row. */
static const struct well_formed table[] = {
    { 0x0000, 0x007F, { 0x00 }, { 0x7F }, 1 },
    { 0x0080, 0x07FF, { 0xC2, 0x80 }, { 0xDF, 0xBF }, 2 },
    { 0x0800, 0x0FFF, { 0xE0, 0xA0, 0x80 }, { 0xE0, 0xBF, 0xBF }, 3 },
    { 0x1000, 0xCFFF, { 0xE1, 0x80, 0x80 }, { 0xEC, 0xBF, 0xBF }, 3 },
    { 0xD000, 0xD7FF, { 0xED, 0x80, 0x80 }, { 0xED, 0x9F, 0xBF }, 3 },
    { 0xE000, 0xFFFF, { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF }, 3 },
    { 0x10000, 0x3FFFF, { 0xF0, 0x90, 0x80, 0x80 }, { 0xF0, 0xBF, 0xBF, 0xBF }, 4 },
    { 0x40000, 0xFFFFF, { 0xF1, 0x80, 0x80, 0x80 }, { 0xF3, 0xBF, 0xBF, 0xBF }, 4 },
    { 0x100000, 0x10FFFF, { 0xF4, 0x80, 0x80, 0x80 }, { 0xF4, 0x8F, 0xBF, 0xBF }, 4 },
};
enum { ROWS = sizeof table / sizeof *table };

/* The bytes of the well-formed sequence at text, or 0. */
static size_t oracle(const unsigned char *text, size_t length)
{
    for (size_t row = 0; row < ROWS; row++) {
        size_t at = 0;
        if (table[row].bytes > length)
            continue;
        while (at < table[row].bytes && text[at] >= table[row].low[at] && text[at] <= table[row].high[at])
            at++;
        if (at == table[row].bytes)
            return at;
    }
    return 0;
}

/* The character whose sequence stands in a row: sequences of a row are numbered as the bytes count up. */
static uint32_t oracle_code(const unsigned char *text, size_t length)
{
    for (size_t row = 0; row < ROWS; row++) {
        const struct well_formed *one = &table[row];
        if (one->bytes != length || text[0] < one->low[0] || text[0] > one->high[0])
            continue;
        uint32_t number = 0;
        for (size_t i = 0; i < length; i++) {
            if (text[i] < one->low[i] || text[i] > one->high[i])
                return UINT32_MAX;
            number = number * (one->high[i] - one->low[i] + 1u) + (text[i] - one->low[i]);
        }
        return one->first + number;
    }
    return UINT32_MAX;
}

static size_t oracle_check(const unsigned char *text, size_t length)
{
    size_t at = 0, bytes = 1;
    for (; at < length && bytes; at += bytes)
        bytes = oracle(text + at, length - at);
    return at;
}

/* Any sequence: the same answer as the table's, and *code only where it is a character. */
static bool agrees(const unsigned char *text, size_t length)
{
    uint32_t code = 0xABCDEF;
    size_t want = oracle(text, length), got = cs_utf8_decode((const char *)text, length, &code);
    bool same = got == want && code == (want ? oracle_code(text, want) : 0xABCDEF);
    if (!same)
        CHECK_THAT(false, "%02X %02X %02X (%zu): %zu, not %zu", text[0], length > 1 ? text[1] : 0,
                   length > 2 ? text[2] : 0, length, got, want);
    return same;
}

static uint64_t seed = 20260101;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

/* ------------------------------------------------------------------ one sequence */

CS_TEST(one_byte, "each byte alone is a character below 80 and nothing above")
{
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned char text[] = { (unsigned char)byte };
        agrees(text, 1);
        CHECK_INT(cs_utf8_decode((char *)text, 1, NULL), byte < 0x80);
    }
}

CS_TEST(two_bytes, "all sequences of two bytes are judged as the standard's table says")
{
    size_t characters = 0;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        unsigned char text[] = { (unsigned char)(pair >> 8), (unsigned char)pair };
        if (!agrees(text, 2))
            return;
        characters += cs_utf8_decode((char *)text, 2, NULL) == 2;
    }
    CHECK_INT(characters, 0x800 - 0x80);
}

CS_TEST(three_bytes,
        "all sequences of three bytes beyond ASCII are judged so: no overlong form, no surrogate")
{
    size_t characters = 0;
    for (unsigned first = 0x80; first < 0x100; first++)
        for (unsigned rest = 0; rest < 0x10000; rest++) {
            unsigned char text[] = { (unsigned char)first, (unsigned char)(rest >> 8), (unsigned char)rest };
            if (!agrees(text, 3))
                return;
            characters += cs_utf8_decode((char *)text, 3, NULL) == 3;
        }
    CHECK_INT(characters, 0x10000 - 0x800 - 0x800);
}

CS_TEST(four_bytes, "of four bytes all leads and second bytes are judged so, and the edges of the others")
{
    static const unsigned char edges[] = { 0x00, 0x20, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F,
                                           0xA0, 0xBE, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF };
    for (unsigned first = 0xF0; first < 0x100; first++)
        for (unsigned second = 0; second < 0x100; second++)
            for (unsigned rest = 0; rest < sizeof edges * sizeof edges; rest++) {
                unsigned char text[] = { (unsigned char)first, (unsigned char)second,
                                         edges[rest / sizeof edges], edges[rest % sizeof edges] };
                if (!agrees(text, 4))
                    return;
            }
}

CS_TEST(every_character,
        "each character from U+0000 to U+10FFFF is encoded as the table has it and read back")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        uint32_t back = 0;
        if (code == 0xD800)
            code = 0xE000;
        cs_buffer_reset(&text);
        cs_utf8_encode(&text, code);
        const unsigned char *bytes = (const unsigned char *)text.text;
        size_t want = oracle(bytes, text.length);
        if (want != text.length || oracle_code(bytes, want) != code ||
            cs_utf8_decode(text.text, text.length, &back) != want || back != code) {
            CHECK_THAT(false, "U+%04X", code);
            break;
        }
    }
    cs_buffer_release(&text);
}

CS_TEST(cut, "a character cut by the length is none, and becomes one with its last byte")
{
    static const uint32_t codes[] = { 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF, 0x4E2D, 0x1F600 };
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        uint32_t code = 7;
        cs_buffer_reset(&text);
        cs_utf8_encode(&text, codes[i]);
        for (size_t length = 0; length < text.length; length++)
            CHECK_INT(cs_utf8_decode(text.text, length, &code), 0);
        CHECK_INT(code, 7);
        cs_buffer_text(&text, "tail");
        CHECK_INT(cs_utf8_decode(text.text, text.length, &code), text.length - 4);
        CHECK_INT(code, codes[i]);
    }
    cs_buffer_release(&text);
}

CS_TEST(known_attacks, "the forms that smuggle characters past a filter are none")
{
    static const struct {
        const char *bytes, *what;
    } cases[] = {
        { "\xC0\xAF", "a slash in two bytes" },
        { "\xE0\x80\xAF", "a slash in three bytes" },
        { "\xF0\x80\x80\xAF", "a slash in four bytes" },
        { "\xF8\x80\x80\x80\xAF", "a slash in five bytes" },
        { "\xFC\x80\x80\x80\x80\xAF", "a slash in six bytes" },
        { "\xC0\x80", "NUL as some Java programs write it" },
        { "\xC1\xBF", "the last overlong pair" },
        { "\xE0\x9F\xBF", "the last overlong three" },
        { "\xF0\x8F\xBF\xBF", "the last overlong four" },
        { "\xED\xA0\x80", "the first high surrogate" },
        { "\xED\xAF\xBF", "the last high surrogate" },
        { "\xED\xB0\x80", "the first low surrogate" },
        { "\xED\xBF\xBF", "the last low surrogate" },
        { "\xED\xA0\xBD\xED\xB8\x80", "an emoji as CESU-8 has it" },
        { "\xF4\x90\x80\x80", "U+110000" },
        { "\xF7\xBF\xBF\xBF", "U+1FFFFF" },
        { "\xFE", "half of a UTF-16 mark" },
        { "\xFF", "the other half" },
        { "\x80", "a lonely continuation" },
        { "\xBF", "the last lonely continuation" },
        { "\xE4\xB8\x41", "a lead whose character an ASCII letter breaks" },
        { "\xE4\xE4\xB8\xAD", "a lead before a whole character" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = strlen(cases[i].bytes);
        CHECK_THAT(cs_utf8_decode(cases[i].bytes, length, NULL) == 0, "%s is taken", cases[i].what);
        CHECK_THAT(cs_utf8_check(cases[i].bytes, length) == 0, "%s passes the check", cases[i].what);
    }
}

CS_TEST(noncharacters, "the 66 code points that are no characters are UTF-8 all the same")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (uint32_t code = 0xFDD0; code <= 0xFDEF; code++)
        cs_utf8_encode(&text, code);
    for (uint32_t plane = 0; plane <= 16; plane++) {
        cs_utf8_encode(&text, plane << 16 | 0xFFFE);
        cs_utf8_encode(&text, plane << 16 | 0xFFFF);
    }
    CHECK_INT(text.length, 32 * 3 + 2 * 3 + 32 * 4);
    CHECK_INT(cs_utf8_check(text.text, text.length), text.length);
    cs_buffer_release(&text);
}

/* ------------------------------------------------------------------ whole texts */

CS_TEST(first_fault, "the first bad byte is found at each place of a text, however ASCII runs before it")
{
    static const char *const faults[] = { "\xFF",         "\xC0\x80",         "\xE4\xB8",
                                          "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80" };
    for (size_t fault = 0; fault < sizeof faults / sizeof *faults; fault++)
        for (size_t before = 0; before < 40; before++)
            for (size_t behind = 0; behind < 20; behind++) {
                char text[80];
                size_t length = strlen(faults[fault]);
                memset(text, 'a', sizeof text);
                memcpy(text + before, faults[fault], length);
                CHECK_INT(cs_utf8_check(text, before + length + behind), before);
            }
}

CS_TEST(chinese_fault,
        "the same behind Chinese: an offset is in bytes and at the beginning of the bad sequence")
{
    CHECK_INT(cs_utf8_check("中文\xE4\xB8", 8), 6);
    CHECK_INT(cs_utf8_check("中文\xE4\xB8\xAD", 9), 9);
    CHECK_INT(cs_utf8_check("a中b文c\xB8", 10), 9);
    CHECK_INT(cs_utf8_check("", 0), 0);
    CHECK_INT(cs_utf8_check("\0\0", 2), 2);
}

/* Texts of whole characters and stray bytes, mixed so that runs of both kinds are common. */
static size_t random_text(unsigned char *text, size_t room)
{
    size_t length = 0, pieces = dice(12);
    for (size_t i = 0; i < pieces; i++) {
        struct cs_buffer one = CS_BUFFER_INIT;
        unsigned kind = dice(20);
        if (kind < 8)
            for (unsigned run = dice(20); run; run--)
                cs_buffer_char(&one, (char)dice(128));
        else if (kind < 19)
            cs_utf8_encode(&one, kind < 12   ? 0x4E00 + dice(20000)
                                 : kind < 15 ? 0x80 + dice(0x780)
                                             : dice(0xD800));
        else
            cs_buffer_char(&one, (char)(0x80 + dice(128)));
        if (length + one.length <= room) {
            memcpy(text + length, one.text, one.length);
            length += one.length;
        }
        cs_buffer_release(&one);
    }
    return length;
}

CS_TEST(random_texts, "200,000 random texts are checked as the table says, up to the very offset")
{
    unsigned char text[400];
    size_t good = 0, bad = 0;
    for (int round = 0; round < 200000; round++) {
        size_t length = random_text(text, sizeof text), want = oracle_check(text, length);
        size_t got = cs_utf8_check((const char *)text, length);
        if (got != want) {
            CHECK_THAT(false, "round %d: %zu, not %zu of %zu", round, got, want, length);
            break;
        }
        *(want == length ? &good : &bad) += 1;
    }
    CHECK_THAT(good > 20000 && bad > 20000, "%zu good, %zu bad: the texts prove little", good, bad);
}

CS_TEST(within, "no byte behind the text is read, where the next page would be a fault")
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(two != MAP_FAILED && mprotect(two + page, page, PROT_NONE) == 0);
    for (size_t length = 0; length < 40; length++) {
        char *text = two + page - length;
        memset(text, 'x', length);
        CHECK_INT(cs_utf8_check(text, length), length);
        for (size_t cut = 1; cut <= 3 && cut <= length; cut++) {
            memcpy(text + length - cut, "\xF0\x9F\x98", cut);
            CHECK_INT(cs_utf8_check(text, length), length - cut);
            CHECK_INT(cs_utf8_decode(text + length - cut, cut, NULL), 0);
            memset(text, 'x', length);
        }
        CHECK_INT(cs_text_width(text, length), length);
    }
    munmap(two, 2 * page);
}

CS_TEST(hanzi,
        "a run of three-byte characters ends at the first byte that leaves a doubt, or where the text does")
{
    static const struct {
        const char *text;
        size_t run;
    } cases[] = {
        { "", 0 },
        { "a漏水", 0 },
        { "漏水", 6 },
        { "漏水a", 6 },
        { "漏水\xE6\xBC", 6 },
        { "漏\xE6\xBCx", 3 },
        { "ကက", 6 },
        { "쀀", 3 },
        { "퀀", 0 }, /* U+D000 begins with ED, as surrogates do */
        { "漏\xED\xA0\x80", 3 },
        { "ࠀ", 0 },
        { "漏，", 3 }, /* EF */
        { "漏é水", 3 },
        { "😀", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_INT(cs_utf8_hanzi(cases[i].text, strlen(cases[i].text)), cases[i].run);
    CHECK_INT(cs_utf8_hanzi("漏水", 5), 3);
    CHECK_INT(cs_utf8_hanzi("漏水", 2), 0);
}

CS_TEST(encoded_behind, "a character is added behind what a buffer holds, and NUL counts as one")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_utf8_encode(&text, 'a');
    cs_utf8_encode(&text, 0);
    cs_utf8_encode(&text, 0xE9);
    cs_utf8_encode(&text, 0x4E2D);
    cs_utf8_encode(&text, 0x1F600);
    CHECK_INT(text.length, 1 + 1 + 2 + 3 + 4);
    CHECK(memcmp(text.text, "a\0\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80", 12) == 0);
    cs_buffer_release(&text);
}
