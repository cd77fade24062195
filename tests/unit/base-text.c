/*
 * Text for people: columns of characters, marks for what a terminal must not see, words alike, and the word
 * that was meant.
 */
#include "base/memory.h"
#include "base/text.h"
#include "unit.h"

#include <locale.h>
#include <pthread.h>

static uint64_t seed = 31;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

/* ------------------------------------------------------------------ columns */

/* Blocks whose characters all take the same room, by the standard's East_Asian_Width and general category. */
static const struct {
    uint32_t first, last;
    int width;
    const char *what;
} blocks[] = {
    { 0x00, 0x1F, 0, "C0 controls below 7F, none of which is shown" },
    { 0x20, 0x7E, 1, "ASCII" },
    { 0xA1, 0xAC, 1, "Latin-1 signs" },
    { 0xC0, 0x17F, 1, "accented letters" },
    { 0x300, 0x36F, 0, "combining accents" },
    { 0x391, 0x3A1, 1, "Greek" },
    { 0x410, 0x44F, 1, "Cyrillic" },
    { 0x5D0, 0x5EA, 1, "Hebrew" },
    { 0x1100, 0x115F, 2, "leading Hangul jamo" },
    { 0x200B, 0x200D, 0, "zero-width space, joiner and non-joiner" },
    { 0x2500, 0x257F, 1, "box drawing" },
    { 0x3001, 0x3029, 2, "ideographic punctuation" },
    { 0x3041, 0x3096, 2, "hiragana" },
    { 0x30A0, 0x30FF, 2, "katakana" },
    { 0x3400, 0x4DBF, 2, "hanzi, extension A" },
    { 0x4E00, 0x9FFF, 2, "hanzi" },
    { 0xAC00, 0xD7A3, 2, "hangul" },
    { 0xF900, 0xFA6D, 2, "compatibility hanzi" },
    { 0xFE00, 0xFE0F, 0, "variation selectors" },
    { 0xFF01, 0xFF60, 2, "full-width forms" },
    { 0xFF61, 0xFFBE, 1, "half-width forms" },
    { 0xFFE0, 0xFFE6, 2, "full-width signs" },
    { 0x1F600, 0x1F64F, 2, "faces" },
    { 0x20000, 0x2A6DF, 2, "hanzi, extension B" },
    { 0x30000, 0x3134A, 2, "hanzi, extension G" },
};

static void check_blocks(void)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (uint32_t code = blocks[i].first; code <= blocks[i].last; code++)
            if (cs_char_width(code) != blocks[i].width) {
                CHECK_THAT(false, "U+%04X (%s): %d, not %d", code, blocks[i].what, cs_char_width(code),
                           blocks[i].width);
                break;
            }
}

CS_TEST(widths, "characters take the columns that the standard's blocks say, in any locale")
{
    static const char *const locales[] = { "C", "C.UTF-8", "POSIX" };
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        CHECK(setlocale(LC_ALL, locales[i]) != NULL);
        check_blocks();
    }
    setlocale(LC_ALL, "C");
}

CS_TEST(any_width, "every code point takes nothing, one column or two; what is unknown takes one")
{
    size_t count[3] = { 0 };
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        int width = cs_char_width(code);
        if (width < 0 || width > 2) {
            CHECK_THAT(false, "U+%04X: %d", code, width);
            break;
        }
        count[width]++;
    }
    CHECK_THAT(count[2] > 100000, "%zu wide characters", count[2]);
    CHECK_THAT(count[0] > 1000 && count[0] < 10000, "%zu characters without a width", count[0]);
    CHECK_INT(cs_char_width(0x378), 1);
    CHECK_INT(cs_char_width(0x7F), 1);
    CHECK_INT(cs_char_width(0x85), 1);
}

static void *measure_all(void *context)
{
    size_t *sum = context;
    for (uint32_t code = 0; code < 0x20000; code++)
        *sum += (size_t)cs_char_width(code);
    return NULL;
}

CS_TEST(two_threads, "two threads that measure at once come to the same")
{
    size_t sums[3] = { 0 };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, measure_all, &sums[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    measure_all(&sums[2]);
    CHECK_INT(sums[0], sums[2]);
    CHECK_INT(sums[1], sums[2]);
}

CS_TEST(text_widths, "a text is as wide as its characters; a broken byte is one column for its mark")
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        { "", 0 },         { "abc", 3 },  { "中文", 4 },  { "a中b", 4 }, { "e\xCC\x81", 1 },
        { "ｆｕｌｌ", 8 }, { "ﾊﾝ", 2 },   { "Ärger", 5 }, { "\xFF", 1 }, { "\xE4\xB8", 2 },
        { "a\xFF中", 4 },  { "한글", 4 }, { "…", 1 },     { "￥5", 3 },  { "\xF0\x9F\x98\x80", 2 },
        { "—", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_THAT(cs_text_width(cases[i].text, strlen(cases[i].text)) == cases[i].width,
                   "\"%s\": %zu, not %zu", cases[i].text, cs_text_width(cases[i].text, strlen(cases[i].text)),
                   cases[i].width);
    CHECK_INT(cs_text_width("中文", 3), 2);
    CHECK_INT(cs_text_width("a\0b", 3), 2);
}

/* ------------------------------------------------------------------ display */

static void check_shown(const char *text, size_t length, bool keep, const char *want)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_buffer_text(&out, "> ");
    cs_text_display(&out, text, length, keep);
    CHECK_TEXT(out.text + 2, want);
    cs_buffer_release(&out);
}

CS_TEST(controls, "each C0 control, DEL and each C1 control has a mark of its own")
{
    for (uint32_t code = 0; code < 0x20; code++) {
        char text[] = { (char)code, 0 }, want[] = { '\xE2', '\x90', (char)(0x80 + code), 0 };
        check_shown(text, 1, false, want);
    }
    check_shown("\x7F", 1, false, "\xE2\x90\xA1");
    for (uint32_t code = 0x80; code < 0xA0; code++) {
        char text[] = { '\xC2', (char)code, 0 }, want[20];
        snprintf(want, sizeof want, "<U+%04X>", code);
        check_shown(text, 2, false, want);
    }
}

CS_TEST(shown, "what may be shown is, what may not is marked, and nothing is lost")
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "", "" },
        { "plain text, 中文", "plain text, 中文" },
        { "\033[31mred", "␛[31mred" },
        { "\033]0;title\007", "␛]0;title␇" },
        { "a\tb\r\n", "a␉b␍␊" },
        { "\xC2\x9B"
          "31m",
          "<U+009B>31m" },
        { "\xC2\xA0", "\xC2\xA0" },
        { "abc\xE2\x80\xAE"
          "fdp.exe",
          "abc<U+202E>fdp.exe" },
        { "\xE2\x81\xA6x\xE2\x81\xA9", "<U+2066>x<U+2069>" },
        { "\xD8\x9C\xE2\x80\x8E\xE2\x80\x8F", "<U+061C><U+200E><U+200F>" },
        { "a\xE2\x80\xA8"
          "b\xE2\x80\xA9",
          "a<U+2028>b<U+2029>" },
        { "\xFF\xFE", "<FF><FE>" },
        { "中\xE4\xB8", "中<E4><B8>" },
        { "\xED\xA0\x80", "<ED><A0><80>" },
        { "\xC0\x9B", "<C0><9B>" },
        { "%s%n${x}`id`", "%s%n${x}`id`" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_shown(cases[i].text, strlen(cases[i].text), false, cases[i].want);
    check_shown("a\0b", 3, false, "a␀b");
    check_shown("a\0b", 3, true, "a␀b");
}

CS_TEST(newlines, "line ends stay only where they are asked for, and no other control does")
{
    check_shown("a\nb\n", 4, true, "a\nb\n");
    check_shown("a\nb\n", 4, false, "a␊b␊");
    check_shown("a\r\nb", 4, true, "a␍\nb");
    check_shown("a\vb\fc", 5, true, "a␋b␌c");
}

static bool is_bidi(uint32_t code)
{
    static const uint32_t marks[] = { 0x61C,  0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D,
                                      0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x2028, 0x2029 };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (code == marks[i])
            return true;
    return false;
}

CS_TEST(each_character, "of all characters just the controls and the marks of direction are changed")
{
    struct cs_buffer text = CS_BUFFER_INIT, out = CS_BUFFER_INIT;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code == 0xD800)
            code = 0xE000;
        cs_buffer_reset(&text);
        cs_buffer_reset(&out);
        cs_utf8_encode(&text, code);
        cs_text_display(&out, text.text, text.length, false);
        bool same = out.length == text.length && memcmp(out.text, text.text, text.length) == 0;
        bool want = code >= 0x20 && !(code >= 0x7F && code < 0xA0) && !is_bidi(code);
        if (same != want) {
            CHECK_THAT(false, "U+%04X is %s", code, same ? "let through" : "changed");
            break;
        }
    }
    cs_buffer_release(&text);
    cs_buffer_release(&out);
}

CS_TEST(any_bytes,
        "whatever the bytes, what is shown is UTF-8 without controls, and showing it again changes nothing")
{
    for (int round = 0; round < 50000; round++) {
        struct cs_buffer once = CS_BUFFER_INIT, twice = CS_BUFFER_INIT;
        char bytes[40];
        size_t length = dice(sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(dice(3) ? dice(256) : 0x80 + dice(0x30));
        cs_text_display(&once, bytes, length, false);
        cs_text_display(&twice, once.text, once.length, false);
        bool clean = cs_utf8_check(once.text, once.length) == once.length;
        for (size_t i = 0; i < once.length; i++)
            clean &= (unsigned char)once.text[i] >= 0x20 && once.text[i] != 0x7F;
        CHECK_THAT(clean, "round %d: %s", round, once.text);
        CHECK_THAT(strcmp(once.text, twice.text) == 0, "round %d: shown twice %s", round, twice.text);
        cs_buffer_release(&once);
        cs_buffer_release(&twice);
    }
}

/* ------------------------------------------------------------------ words */

CS_TEST(same_words, "case and the signs - _ and space are one, everything else tells words apart")
{
    static const struct {
        const char *left, *right;
        bool same;
    } cases[] = {
        { "", "", true },
        { "in-progress", "In Progress", true },
        { "in_progress", "INPROGRESS", true },
        { "--in--progress--", "in progress", true },
        { " ", "-_", true },
        { "a", "", false },
        { "a", "a b", false },
        { "open", "opens", false },
        { "紧急", "紧急", true },
        { "紧急", "紧 急", true },
        { "紧急", "紧张", false },
        { "É", "é", false },
        { "a.b", "ab", false },
        { "a\tb", "ab", false },
        { "I", "i", true },
        { "\xFF", "\xDF", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_THAT(cs_text_same_word(cases[i].left, cases[i].right) == cases[i].same, "%s, %s", cases[i].left,
                   cases[i].right);
        CHECK_THAT(cs_text_same_word(cases[i].right, cases[i].left) == cases[i].same, "%s, %s",
                   cases[i].right, cases[i].left);
    }
}

/* A random word over few letters, so that near ones are common. */
static void make_word(char *word, size_t longest)
{
    size_t length = 1 + dice((unsigned)longest);
    for (size_t i = 0; i < length; i++)
        word[i] = "abC-_ "[dice(6)];
    word[length] = '\0';
}

static void reduce(const char *from, char *to)
{
    for (; *from; from++)
        if (!strchr("-_ ", *from))
            *to++ = (char)(*from == 'C' ? 'c' : *from);
    *to = '\0';
}

CS_TEST(same_as_reduced, "words are the same where they are once their signs are taken out")
{
    size_t same = 0;
    for (int round = 0; round < 100000; round++) {
        char left[8], right[8], left_bare[8], right_bare[8];
        make_word(left, 5);
        make_word(right, 5);
        reduce(left, left_bare);
        reduce(right, right_bare);
        bool want = strcmp(left_bare, right_bare) == 0;
        CHECK_THAT(cs_text_same_word(left, right) == want, "\"%s\", \"%s\"", left, right);
        same += want;
    }
    CHECK(same > 3000);
}

/* The distance by its definition: what the last letters may have come from. */
static size_t distance(const char *left, size_t m, const char *right, size_t n)
{
    if (!m || !n)
        return m + n;
    size_t best = distance(left, m - 1, right, n - 1) + (left[m - 1] != right[n - 1]);
    size_t other = distance(left, m - 1, right, n) + 1;
    best = other < best ? other : best;
    other = distance(left, m, right, n - 1) + 1;
    best = other < best ? other : best;
    if (m > 1 && n > 1 && left[m - 1] == right[n - 2] && left[m - 2] == right[n - 1]) {
        other = distance(left, m - 2, right, n - 2) + 1;
        best = other < best ? other : best;
    }
    return best;
}

static const char *nearest(const char *typed, const char *one, const char *two, const char *three)
{
    const char *const words[] = { one, two, three, NULL };
    return cs_nearest_word(typed, words);
}

CS_TEST(nearest_words, "a slip of the hand is answered with the word that was meant")
{
    static const struct {
        const char *typed, *words[3], *want;
    } cases[] = {
        { "lsit", { "list", "show", "import" }, "list" },
        { "improt", { "list", "export", "import" }, "import" },
        { "exprot", { "list", "export", "import" }, "export" },
        { "shwo", { "list", "show" }, "show" },
        { "repaire", { "complaint", "repair" }, "repair" },
        { "cat", { "bat", "cart", "dog" }, "bat" },
        { "cat", { "dog", "cart", "bat" }, "cart" },
        { "limitt", { "limits", "limit" }, "limits" },
        { "escalate-now", { "escalate-new", "escalate" }, "escalate-new" },
        { "esca", { "show", "escalations" }, "escalations" },
        { "esca", { "escalations", "esc" }, "esc" },
        { "紧及", { "一般", "紧急" }, "紧急" },
        { "特别紧及", { "特别紧急" }, "特别紧急" },
        { "已经关闭了的", { "已关闭", "已经关闭的" }, "已经关闭的" },
        { "ab", { "ba" }, "ba" },
        { "\xFF\xFE", { "\xFF" }, "\xFF" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = nearest(cases[i].typed, cases[i].words[0], cases[i].words[1], cases[i].words[2]);
        CHECK_THAT(got && strcmp(got, cases[i].want) == 0, "%s: %s, not %s", cases[i].typed,
                   got ? got : "nothing", cases[i].want);
    }
}

CS_TEST(nothing_near, "where nothing is near enough nothing is offered")
{
    static const struct {
        const char *typed, *words[2];
    } cases[] = {
        { "", { "a", "b" } },
        { "x", { "y", "z" } },
        { "x", { "xy", "x-ray" } },
        { "中", { "丰", "为" } },
        { "丰为", { "中么" } },
        { "abc", { "xyz", "abxyz" } },
        { "abcd", { "abxyz" } },
        { "ab", { "abcdefgh" } },
        { "list", { NULL } },
        { "0123456789012345678901234567890123456789012345678901234567890123x",
          { "0123456789012345678901234567890123456789012345678901234567890123" } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = nearest(cases[i].typed, cases[i].words[0], cases[i].words[1], NULL);
        CHECK_THAT(!got, "%s: %s", cases[i].typed, got);
    }
}

CS_TEST(nearest_by_definition,
        "of random words it is the first with the least distance, where that is within bounds")
{
    size_t found = 0;
    for (int round = 0; round < 6000; round++) {
        char words[3][8], typed[8];
        const char *const list[] = { words[0], words[1], words[2], NULL };
        const char *want = NULL, *beginning = NULL;
        make_word(typed, 6);
        size_t length = strlen(typed), limit = length < 4 ? 1 : 2, least = limit + 1;
        for (int i = 0; i < 3; i++) {
            make_word(words[i], 6);
            size_t away = distance(typed, length, words[i], strlen(words[i]));
            if (away < least) {
                least = away;
                want = words[i];
            }
            if (!beginning && length >= 3 && strncmp(typed, words[i], length) == 0)
                beginning = words[i];
        }
        want = length < 2 ? NULL : want ? want : beginning;
        const char *got = cs_nearest_word(typed, list);
        CHECK_THAT(got == want, "\"%s\" of \"%s\", \"%s\", \"%s\": \"%s\", not \"%s\"", typed, words[0],
                   words[1], words[2], got ? got : "nothing", want ? want : "nothing");
        found += want != NULL;
    }
    CHECK_THAT(found > 500 && found < 5500, "%zu found: the words prove little", found);
}

CS_TEST(translated, "an empty heading stays empty, where gettext would answer with the head of its catalogue")
{
    CHECK_TEXT(cs_translate(""), "");
    CHECK_TEXT(cs_translate(NULL), "");
    CHECK_TEXT(cs_translate("no catalogue has this"), "no catalogue has this");
}
