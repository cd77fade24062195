/* Encodings: strict UTF-8, marks, what is asked for, and the hints that replace guesses. */
#include "io-kit.h"
#include "io/stream.h"

#include <iconv.h>

/* Text in another encoding; the caller frees it. */
static char *encode(const char *encoding, const char *text, size_t *length)
{
    iconv_t coder = iconv_open(encoding, "UTF-8");
    size_t left = strlen(text), room = left * 4 + 16;
    char *bytes = malloc(room), *to = bytes, *from = (char *)(uintptr_t)text;
    if (coder == (iconv_t)-1 || iconv(coder, &from, &left, &to, &room) == (size_t)-1)
        abort();
    iconv_close(coder);
    *length = (size_t)(to - bytes);
    return bytes;
}

static void check_encoded(const char *encoding, const char *text, const char *asked, const char *want)
{
    struct cs_source_options options = { .encoding = asked, .diag = &kit_diag };
    size_t length;
    char *bytes = encode(encoding, text, &length), *got = kit_all(bytes, length, &options);
    CHECK_TEXT(got, want);
    free(got);
    free(bytes);
}

CS_TEST(utf8_mark, "a UTF-8 mark is taken off, a second one with a notice")
{
    CHECK_READ("\xEF\xBB\xBF\x61,b\n1,2\n", NULL, "2|1|2\n");
    CHECK_TEXT(kit_said.text, "");
    CHECK_READ("\xEF\xBB\xBF\xEF\xBB\xBF\x61,b\n1,2\n", NULL, "2|1|2\n");
    CHECK_TEXT(kit_said.text, "more than one byte order mark was taken off\n");
}

CS_TEST(marks, "UTF-16 and UTF-32 are known by their marks and said")
{
    check_encoded("UTF-16", "客户;b\n张三;x\n", NULL, "2|张三|x\n");
    CHECK(strstr(kit_said.text, "read as UTF-16LE\n") != NULL);
    check_encoded("UTF-16BE", "\uFEFF客户,b\n张三,x\n", NULL, "2|张三|x\n");
    CHECK_TEXT(kit_said.text, "read as UTF-16BE\n");
    check_encoded("UTF-32", "客户,b\n张三,😀\n", NULL, "2|张三|😀\n");
}

CS_TEST(bare_utf16, "UTF-16 without a mark is refused with the option to give, and read with it")
{
    check_encoded("UTF-16LE", "name,b\n1,x\n", NULL,
                  "open: in.csv looks like UTF-16 without a byte order mark; try --encoding utf-16le\n");
    check_encoded("UTF-16BE", "name,b\n1,x\n", NULL,
                  "open: in.csv looks like UTF-16 without a byte order mark; try --encoding utf-16be\n");
    check_encoded("UTF-16LE", "name,b\n1,x\n", "utf-16le", "2|1|x\n");
}

CS_TEST(gb18030_hint, "GB18030 is refused with a hint, at its first byte, and read when asked for")
{
    check_encoded("GB18030", "姓名,b\n张三,1\n", NULL,
                  "open: in.csv: line 1 column 1 is not UTF-8; try --encoding gb18030\n");
    check_encoded("GB18030", "name,b\n1,x\n2,李四\n", NULL,
                  "2|1|x\nfailed: in.csv: line 3 column 3 is not UTF-8; try --encoding gb18030\n");
    check_encoded("GB18030", "姓名,b\n张三,㐀😀\n", "gb18030", "2|张三|㐀😀\n");
    check_encoded("GBK", "姓名,b\n张三,1\n", "gbk", "2|张三|1\n");
}

CS_TEST(proved_utf8, "a bad byte in a file that has shown Chinese in UTF-8 spoils its row only")
{
    CHECK_READ("名,b\n1,\xD5\xC5\xC8\xFD\n2,x\n", NULL, "2:3! byte 0xD5 is not UTF-8\n3|2|x\n");
}

CS_TEST(no_encoding, "bytes that are neither UTF-8 nor GB18030 spoil their row")
{
    CHECK_READ("a,b\n1,\xFF\n2,x\n", NULL, "2:3! byte 0xFF is not UTF-8\n3|2|x\n");
    CHECK_READ("a,b\n1,\x80\n2,x\n", NULL, "2:3! byte 0x80 is not UTF-8\n3|2|x\n");
}

CS_TEST(undecodable,
        "a byte that the asked encoding does not have spoils its row, a character cut at the end too")
{
    struct cs_source_options gb = { .encoding = "gb18030" };
    CHECK_READ("a,b\n1,\xD5\xC5\n2,\xFF\n3,x\n", &gb, "2|1|张\n3:3! a byte that is not gb18030\n4|3|x\n");
    CHECK_READ("a,b\n1,x\n2,\xD5", &gb, "2|1|x\n3:3! a byte that is not gb18030\n");
    CHECK_READ("\xFF\xFE\x61\x00,\x00\x62\x00\n\x00\x31\x00,\x00\x00\xD8x\x00", NULL,
               "2:3! a byte that is not UTF-16LE\n");
    CHECK_READ("\xFF\xFE\x61\x00\n\x00\x31\x00\x32", NULL, "2:2! a byte that is not UTF-16LE\n");
}

CS_TEST(mojibake, "GB18030 that happens to be UTF-8 is refused at the end unless the encoding was given")
{
    struct cs_source_options utf8 = { .encoding = "utf-8" };
    const char want[] =
        "2|1|\xCD\xA8\xCD\xA8\nfailed: in.csv may be GB18030: all its letters outside ASCII are Chinese "
        "in that encoding; try --encoding gb18030, or --encoding utf-8 if it is UTF-8\n";
    CHECK_READ("name,b\n1,\xCD\xA8\xCD\xA8\n", NULL, want);
    CHECK_READ("name,b\n1,\xCD\xA8\xCD\xA8\n", &utf8, "2|1|\xCD\xA8\xCD\xA8\n");
    CHECK_READ("name,b\n1,\xCD\xA8\xCD\xA8\n2,中\n", NULL, "2|1|\xCD\xA8\xCD\xA8\n3|2|中\n");
}

CS_TEST(european, "European letters and Cyrillic are no Chinese")
{
    CHECK_READ("name,b\n1,caf\xC3\xA9\n", NULL, "2|1|café\n");
    CHECK_READ("name,b\n1,Привет\n", NULL, "2|1|Привет\n");
    CHECK_READ("name,b\n1,Zoë Müller\n", NULL, "2|1|Zoë Müller\n");
}

CS_TEST(names, "an unknown encoding is refused, and a mark beats what was asked for in words")
{
    struct cs_source_options wrong = { .encoding = "klingon" };
    struct cs_source_options gb = { .encoding = "gb18030", .diag = &kit_diag };
    CHECK_READ("a,b\n", &wrong, "open: the encoding \"klingon\" is not known\n");
    CHECK_READ("\xEF\xBB\xBF\x61,b\n1,中\n", &gb, "2|1|中\n");
    CHECK_TEXT(kit_said.text, "read as UTF-8, as its byte order mark says, not as gb18030\n");
}

CS_TEST(detectors, "GB18030 is told strictly, a cut character at the end let be")
{
    CHECK(cs_encoding_is_gb18030("\xD5\xC5\xC8\xFD", 4));
    CHECK(cs_encoding_is_gb18030("\xD5\xC5\xC8", 3));
    CHECK(!cs_encoding_is_gb18030("plain", 5));
    CHECK(!cs_encoding_is_gb18030("\xD5,x", 3));
    CHECK(!cs_encoding_is_gb18030("\xFF\xFF", 2));
    CHECK(cs_text_is_ascii("0123456789", 10) && !cs_text_is_ascii("01234567\xE9", 9) &&
          cs_text_is_ascii("", 0));
}

CS_TEST(decoded_long, "long texts in another encoding are decoded whole across windows")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "号,文\n");
    for (int i = 0; i < 40000; i++)
        cs_buffer_printf(&text, "%d,漏水维修%d\n", i, i);
    size_t length;
    char *bytes = encode("GB18030", text.text, &length);
    struct cs_source_options options = { .encoding = "gb18030" };
    struct cs_error err;
    const struct cs_raw *raw;
    struct cs_source *source = kit_open(bytes, length, &options, &err);
    int count = 0;
    char want[64] = "";
    while (cs_source_next(source, &raw, &err) == CS_OK) {
        snprintf(want, sizeof want, "漏水维修%d", count++);
        CHECK_TEXT(raw->cells[1].text, want);
    }
    CHECK_INT(count, 40000);
    cs_source_close(source);
    free(bytes);
    cs_buffer_release(&text);
}
